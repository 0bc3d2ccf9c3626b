"""A phone without scripts, a quick way out, a page that weighs little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mangnon.reports import load
from mangnon.reports.models import Report
from mangnon.units.choices import Role
from tests.browser.conftest import visit
from tests.browser.watching import axe, inline_styles, sideways
from tests.reports.cast import make_province, member, tell, with_key

Visit = Callable[..., Any]
__all__ = ["visit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEUTRAL = "/lien-he/?trung-tinh"


@pytest.fixture(autouse=True)
def near_neutral_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neutral page is another machine's; the test leaves for one of ours instead."""
    monkeypatch.setattr("mangnon.base.ui.site.Site.exit_to", NEUTRAL)


def whole(page: Any) -> None:
    """Fits the narrowest phone, says what it is to a screen reader, keeps the page's policy."""
    assert axe(page) == []
    assert inline_styles(page) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == 0
    page.set_viewport_size(size)


def to_the_story(page: Any) -> None:
    page.get_by_role("button", name="6 đến 10 tuổi").click()
    page.get_by_role("button", name="Tiếp").click()


def test_a_child_reports_by_poster_on_a_phone_without_scripts(visit: Visit) -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    page = visit(f"/bao-tin/q/{house.primary.code}/", phone=True, scripts=False)

    to_the_story(page)
    page.get_by_label("Em kể ở đây").fill("Bạn lấy cặp của em.")
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("button", name="Gửi").click()
    code = page.locator(".receipt__code").inner_text()
    page.goto(page.url[: page.url.index("/bao-tin/")] + "/bao-tin/tra-loi/")
    page.get_by_label("Mã bí mật").fill(code)
    page.get_by_role("button", name="Xem").click()

    page.get_by_role("heading", name="Lời nhắn đã đến nơi.").wait_for()
    assert page.url.endswith("/bao-tin/tra-loi/")
    assert Report.objects.get().receiving_unit == house.son_ha


def test_every_page_of_the_way_is_whole(visit: Visit) -> None:
    make_province()
    page = visit("/bao-tin/", phone=True)
    whole(page)
    page.get_by_role("button", name="6 đến 10 tuổi").click()
    whole(page)
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("button", name="Tiếp").click()
    assert page.get_by_role("link", name="Em kể ở đây: Em viết vài chữ nhé.").is_visible()
    whole(page)
    page.get_by_label("Em kể ở đây").fill("Bạn lấy cặp của em.")
    for _ in range(2):
        page.get_by_role("button", name="Tiếp").click()
        whole(page)
    page.get_by_role("button", name="Gửi").click()
    page.locator(".receipt__code").wait_for()
    whole(page)


def test_leaving_shows_another_page_and_going_back_shows_no_word(visit: Visit) -> None:
    make_province()
    page = visit("/bao-tin/", phone=True)
    to_the_story(page)
    page.get_by_label("Em kể ở đây").fill("Một câu không ai được thấy.")
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(f"**{NEUTRAL}")

    for _ in range(4):
        page.go_back()
        assert "Một câu không ai được thấy." not in page.content()


def test_shift_three_times_leaves(visit: Visit) -> None:
    make_province()
    page = visit("/bao-tin/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"**{NEUTRAL}")


def test_without_scripts_the_way_out_is_a_link(visit: Visit) -> None:
    make_province()
    page = visit("/bao-tin/", scripts=False)
    page.get_by_role("link", name="Rời trang này ngay").click()
    page.wait_for_url(f"**{NEUTRAL}")


def test_the_browser_works_by_itself_when_many_write(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_province()
    tell()
    monkeypatch.setattr(load, "CALM_A_MINUTE", 1)
    page = visit("/bao-tin/", phone=True)
    to_the_story(page)
    page.get_by_label("Em kể ở đây").fill("một hai ba")
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("button", name="Tiếp").click()
    page.wait_for_load_state()  # nobody presses before the script is there
    page.get_by_role("button", name="Gửi").click()

    page.locator(".receipt__code").wait_for()
    assert [one.quarantined for one in Report.objects.all()] == [False, False]


def test_the_first_page_weighs_under_sixty_kilobytes(visit: Visit) -> None:
    """Uncompressed sheets are counted as gzip sends them; nothing else is asked for."""
    make_province()
    page = visit("/lien-he/")
    bodies: list[tuple[str, bytes]] = []
    page.on("response", lambda answer: bodies.append((answer.url, answer.body())))
    page.goto(page.url.replace("/lien-he/", "/bao-tin/"), wait_until="networkidle")

    import gzip

    assert sum(len(gzip.compress(body)) for _, body in bodies) < 60_000
    assert not any(url.endswith(".woff2") for url, _ in bodies)


def at_the_last_question(visit: Visit) -> Any:
    """The page, its script running."""
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    page = visit("/bao-tin/", phone=True)
    to_the_story(page)
    page.get_by_label("Em kể ở đây").fill("Bạn lấy cặp của em.")
    for _ in range(2):
        page.get_by_role("button", name="Tiếp").click()
    page.get_by_role("button", name="Gửi").wait_for()
    page.locator("html.scripted").wait_for()
    return page


def test_the_answer_to_the_last_question_is_no_entry_of_the_history(visit: Visit) -> None:
    """What was sent with it is in no session file of the browser; "back" is the question before."""
    page = at_the_last_question(visit)
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Gửi").click()
    page.locator(".receipt__code").wait_for()

    assert page.evaluate("history.length") == before
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(f"**{NEUTRAL}")


def test_without_network_the_last_question_keeps_what_was_typed(visit: Visit) -> None:
    page = at_the_last_question(visit)
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi").click()
    page.get_by_text("Chưa gửi được vì mất mạng.").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi").click()

    page.locator(".receipt__code").wait_for()
    assert Report.objects.count() == 1
