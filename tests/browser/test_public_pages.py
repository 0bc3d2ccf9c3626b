"""The pages that anyone may open, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mangnon.units.models import Contact
from tests.browser.watching import faults, sideways

Visit = Callable[..., Any]
PAGES = ["/", "/lien-he/", "/khong-co-trang-nay/"]


@pytest.fixture(autouse=True)
def contacts(transactional_db: None) -> None:
    Contact.objects.create(
        order=1, title="Tổng đài thử", kind="phone", value="111", source="nguồn thử",
        certainty="checked", checked_on=date(2025, 10, 1), valid_from=date(2025, 7, 1),
    )  # fmt: skip
    Contact.objects.create(
        order=9, title="Trung tâm thử nghiệm với một cái tên khá dài để xuống dòng", kind="phone",
        value="02600000000", source="nguồn thử", valid_from=date(2025, 7, 1),
    )  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_whole_and_readable(visit: Visit, path: str) -> None:
    assert faults(visit(path, phone=True)) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_gives_the_child_line_without_scripts(visit: Visit, path: str) -> None:
    page = visit(path, phone=True, scripts=False)
    assert page.locator("header a[href='tel:111']").is_visible()
    assert page.locator("main h1").is_visible()


def test_the_first_screen_of_a_phone_holds_the_number_to_call(visit: Visit) -> None:
    page = visit("/", phone=True)
    call = page.get_by_role("link", name="Gọi 111 – miễn phí")
    box = call.bounding_box()
    assert box["y"] + box["height"] < 844


@pytest.mark.parametrize("path", PAGES)
def test_the_narrowest_phone_needs_no_sideways_scroll(visit: Visit, path: str) -> None:
    page = visit(path)
    page.set_viewport_size({"width": 320, "height": 600})
    assert sideways(page) == 0


def test_the_house_font_is_what_is_shown(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.fonts.check('600 20px \"Be Vietnam Pro\"', 'Trẻ gặp chuyện')")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').length")
    assert loaded >= 4  # two weights of two alphabets


def test_the_first_tab_skips_to_the_content(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.text_content() == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_paper_carries_no_menu(visit: Visit) -> None:
    page = visit("/lien-he/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Trang chính").is_visible()
    assert not page.locator("[data-exit]").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
