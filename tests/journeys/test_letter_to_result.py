"""A letter becomes tracked work: from the file to the result letter, as its users walk it.

The officer takes a letter in, reviews and issues it to the whole province; a commune worker
answers it from a phone; the board, the map and the report follow.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from mangnon.base.audit import api as audit
from mangnon.base.jobs.api import run_due
from mangnon.directives.models import Assignment, Directive
from mangnon.units.api import Person, load_places, seed_demo
from tests.browser.watching import axe, sideways
from tests.journeys import letter

pytestmark = pytest.mark.django_db(transaction=True)

OFFICER, WORKER = "tinh@trinhdien.mangnon", "xa-son-ha@trinhdien.mangnon"
RESULT = "Đã phát 6 buổi trên loa truyền thanh của xã, 12 thôn đều nghe được."


@pytest.fixture
def province(settings: Any) -> None:
    settings.DEMO = True
    load_places()
    seed_demo()


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def take_in(page: Any, name: str, data: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url(re.compile("/(dang-doc|ra-soat)/"))
    run_due()
    page.wait_for_url("**/ra-soat/")


def looked_at(page: Any) -> None:
    assert axe(page) == []
    assert sideways(page) == 0


def download(page: Any, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    return Path(waiting.value.path()).read_bytes()


def test_a_letter_becomes_work_and_the_work_a_result_letter(
    province: None, visit: Callable[..., Any]
) -> None:
    # The officer takes the letter in and sees what was understood of it.
    desk = visit("/cong-van/moi/", person=person(OFFICER))
    looked_at(desk)
    take_in(desk, "cong-van-7788.txt", letter.TEXT.encode())
    directive = Directive.objects.get(number="7788")
    expect(desk.locator(".letter mark, .letter .mark").first).to_be_visible()
    assert [clause.text for clause in directive.clauses.all()] == list(letter.CLAUSES)
    expect(desk.get_by_text("96 đơn vị").first).to_be_visible()
    looked_at(desk)

    # The letter gives no deadline: one must be chosen before anything is issued.
    desk.get_by_role("button", name=re.compile("Giao việc cho 98 đơn vị")).click()
    assert Assignment.objects.count() == 0
    expect(desk.get_by_text("Chưa giao việc được")).to_be_visible()
    desk.get_by_role("link", name="Quay lại rà soát").first.click()
    desk.get_by_text("10 ngày làm việc").first.click()
    desk.get_by_role("button", name=re.compile("Giao việc cho 98 đơn vị")).click()
    desk.wait_for_url("**/giao-viec/")
    looked_at(desk)
    desk.get_by_role("button", name=re.compile("Giao việc cho 98 đơn vị")).click()
    desk.wait_for_url("**/theo-doi/")
    given = Assignment.objects.filter(directive=directive)
    assert given.values("unit").distinct().count() == 98
    assert given.filter(clause__order=1, unit__kind="commune").count() == 96
    looked_at(desk)

    # A commune worker finds it on the desk of a phone, acknowledges and answers with evidence.
    phone = visit("/ban-lam-viec/", phone=True, person=person(WORKER))
    looked_at(phone)
    phone.get_by_role("link", name=re.compile("ăng cường bảo vệ trẻ em")).first.click()
    phone.wait_for_url("**/viec/")
    looked_at(phone)
    phone.get_by_role("button", name=re.compile("Tiếp nhận tất cả")).click()
    phone.wait_for_load_state()
    phone.get_by_role("link", name=re.compile("Báo cáo kết quả|Báo cáo")).first.click()
    phone.wait_for_url("**/bao-cao/")
    looked_at(phone)
    phone.fill("textarea[name=text]", RESULT)
    photo = {"name": "loa.txt", "mimeType": "text/plain", "buffer": "Lịch phát".encode()}
    phone.set_input_files("input[type=file]", photo)
    phone.get_by_role("button", name="Gửi báo cáo").click()
    phone.wait_for_load_state()
    first = Assignment.objects.get(directive=directive, unit__code="21289", clause__order=1)
    assert first.state == "returned"
    assert first.returns.get().evidence.count() == 1

    # The board and the map have changed; the officer accepts.
    desk.goto(desk.url)
    commune = desk.locator("tr", has_text="Sơn Hà").first
    expect(commune).to_contain_text("B")
    desk.get_by_role("link", name="Bản đồ").click()
    desk.wait_for_url("**/ban-do/")
    looked_at(desk)
    desk.get_by_role("link", name="Duyệt báo cáo").first.click()
    desk.wait_for_url("**/duyet/")
    looked_at(desk)
    desk.get_by_role("link", name=re.compile("Sơn Hà")).first.click()
    expect(desk.get_by_text(RESULT)).to_be_visible()
    looked_at(desk)
    desk.get_by_role("button", name="Chấp nhận").click()
    desk.wait_for_load_state()
    first.refresh_from_db()
    assert first.state == "accepted"

    # The table and the result letter leave the house.
    desk.goto(desk.url.split("/cong-van/")[0] + f"/cong-van/{directive.pk}/theo-doi/")
    sheet = openpyxl.load_workbook(io.BytesIO(download(desk, "Tải bảng Excel")))
    assert any("Sơn Hà" in str(cell.value) for row in sheet.active for cell in row)
    desk.get_by_role("link", name="Báo cáo tổng hợp").click()
    desk.wait_for_url("**/bao-cao/")
    looked_at(desk)
    printed = docx.Document(io.BytesIO(download(desk, "Tải Word")))
    text = "\n".join(paragraph.text for paragraph in printed.paragraphs)
    text += "\n".join(cell.text for table in printed.tables for cell in table._cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "BÁO CÁO" in text
    assert "Đã phát 6 buổi trên loa truyền thanh của xã" in text
    assert audit.verify() == []


@pytest.mark.parametrize("form", ["docx", "scan"])
def test_the_same_letter_is_understood_from_word_and_from_a_scan(
    form: str, province: None, visit: Callable[..., Any]
) -> None:
    if form == "scan" and not shutil.which("ocrmypdf"):
        pytest.skip("no ocrmypdf on this machine")
    data = letter.as_docx() if form == "docx" else letter.as_scan()
    page = visit("/cong-van/moi/", person=person(OFFICER))
    take_in(page, "cong-van.docx" if form == "docx" else "ban-quet.pdf", data)
    directive = Directive.objects.get(number="7788")
    assert directive.subject == letter.SUBJECT
    assert [one.text for one in directive.addressees.all()] == list(letter.ADDRESSEES)
    assert directive.clauses.count() == len(letter.CLAUSES)
    looked_at(page)


def test_the_pages_of_a_letter_stand_without_scripts(
    province: None, visit: Callable[..., Any]
) -> None:
    page = visit("/cong-van/moi/", person=person(OFFICER), scripts=False)
    page.fill("textarea", letter.TEXT)
    page.get_by_role("button", name="Đọc văn bản").click()
    run_due()
    page.goto(page.url)
    page.wait_for_url("**/ra-soat/")
    page.get_by_text("5 ngày làm việc").first.click()
    page.get_by_role("button", name=re.compile("Giao việc cho 98 đơn vị")).click()
    page.get_by_role("button", name=re.compile("Giao việc cho 98 đơn vị")).click()
    page.wait_for_url("**/theo-doi/")
    assert Assignment.objects.values("unit").distinct().count() == 98
