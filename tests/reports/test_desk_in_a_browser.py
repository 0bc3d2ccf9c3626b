"""Files, the telephone and the partners' keys in a browser, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mangnon.reports.models import Evidence, Report
from mangnon.units.choices import Role
from tests.browser.conftest import visit
from tests.reports.cast import PASSPHRASE, make_province, member, tell, with_key
from tests.reports.evidence.test_taking import photo
from tests.reports.test_in_a_browser import whole

Visit = Callable[..., Any]
__all__ = ["visit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Any, tmp_path: Path, *files: bytes) -> None:
    paths = []
    for number, raw in enumerate(files):
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(raw)
    page.set_input_files("input[type=file]", paths)


def test_two_pictures_are_added_with_a_receipt_without_scripts(
    visit: Visit, tmp_path: Path
) -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    code = tell(commune="21289").receipt
    page = visit("/bao-tin/tra-loi/", phone=True, scripts=False)

    page.get_by_label("Mã bí mật").fill(code)
    page.get_by_role("button", name="Xem").click()
    page.get_by_role("button", name="Thêm tệp").click()
    page.get_by_role("button", name="Không có").click()
    choose(page, tmp_path, photo(), photo(tone=200))
    page.get_by_role("button", name="Gửi tệp").click()

    page.get_by_text("Đã nhận và khóa 2 tệp").wait_for()
    assert Evidence.objects.count() == 2


def test_the_pages_of_files_are_whole(visit: Visit, tmp_path: Path) -> None:
    house = make_province()
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    opened = tell(commune="21289")
    page = visit("/bao-tin/tra-loi/", phone=True)
    page.get_by_label("Mã bí mật").fill(opened.receipt)
    page.get_by_role("button", name="Xem").click()
    page.get_by_role("button", name="Thêm tệp").click()
    whole(page)
    page.get_by_role("button", name="Không có").click()
    choose(page, tmp_path, photo())
    page.get_by_role("button", name="Gửi tệp").click()
    whole(page)

    desk = visit("/bao-tin/khoa/", person=worker)
    desk.get_by_label("Mật khẩu hồ sơ").fill(PASSPHRASE)
    desk.get_by_role("button", name="Mở khóa").click()
    desk.goto(re.sub(r"/bao-tin/.*", f"/bao-tin/tep/cua/{opened.report.pk}/", desk.url))
    whole(desk)
    desk.get_by_role("link", name="Bàn giao").click()
    whole(desk)
    desk.get_by_label("Người nhận, đơn vị nhận").fill("Công an tỉnh")
    desk.get_by_label("Căn cứ, lý do bàn giao").fill("Công văn 12")
    desk.get_by_role("button", name="Lập biên bản").click()
    whole(desk)


def test_what_a_counsellor_types_is_kept_by_itself(visit: Visit) -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    page = visit("/bao-tin/truc/", person=member(Role.COUNSELLOR, house.centre))
    whole(page)

    page.get_by_label("Chuyện gì đã xảy ra?").fill("Bạn lấy cặp của em.")
    page.get_by_text("Đã lưu nháp lúc").wait_for()
    page.goto(page.url)
    page.get_by_text("Bản nháp ghi dở").click()
    page.get_by_role("link", name="Bạn lấy cặp của em.").click()
    page.get_by_label("Có, ngay lúc này").check()
    page.get_by_role("button", name="Gửi tin").click()

    whole(page)
    page.get_by_role("heading", name="Đọc mã này cho người báo tin").wait_for()
    assert Report.objects.get().danger_now


def test_a_key_of_a_partner_is_shown_once(visit: Visit) -> None:
    house = make_province()
    page = visit("/bao-tin/doi-tac/", person=member(Role.PROVINCIAL_OFFICER, house.health))

    page.get_by_label("Tên hệ thống").fill("Tổng đài thử")
    page.get_by_role("button", name="Cấp khóa").click()

    page.get_by_text(re.compile("^mn_thu_")).wait_for()
    whole(page)
