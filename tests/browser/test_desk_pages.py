"""What a signed-in person sees, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from mangnon.base.notices.models import Notice
from mangnon.units.models import Person, Role
from tests.browser.watching import faults
from tests.cast import House, make_person, make_province

Visit = Callable[..., Any]


@pytest.fixture
def house(transactional_db: None) -> House:
    return make_province()


@pytest.fixture
def worker(house: House) -> Person:
    person = make_person(Role.COMMUNE_WORKER, house.son_ha, name="Đinh Thị Thử Nghiệm")
    Notice.objects.create(
        key="thu", person_id=str(person.pk), subject="Báo cáo thử đã được chấp nhận",
        link="/lien-he/", told_at=timezone.now(),
    )  # fmt: skip
    return person


def test_the_desk_is_whole_and_readable(visit: Visit, worker: Person) -> None:
    page = visit("/ban-lam-viec/", phone=True, person=worker)
    assert page.get_by_role("heading", name="Chào Đinh Thị Thử Nghiệm").is_visible()
    assert page.get_by_role("link", name="Báo cáo thử đã được chấp nhận").is_visible()
    assert faults(page) == []


def test_the_menu_is_at_the_thumb_on_a_phone_without_scripts(visit: Visit, worker: Person) -> None:
    page = visit("/ban-lam-viec/", phone=True, scripts=False, person=worker)
    menu = page.get_by_role("navigation", name="Trình đơn")
    box = menu.bounding_box()
    assert box["y"] + box["height"] == 844
    page.locator("details.who summary").click()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()


def test_the_last_row_is_not_under_the_menu(visit: Visit, worker: Person) -> None:
    page = visit("/ban-lam-viec/", phone=True, person=worker)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last = page.locator("footer span").last.bounding_box()
    assert last["y"] + last["height"] < page.locator("nav.menu").bounding_box()["y"]


def test_every_component_is_readable(visit: Visit, worker: Person, settings: Any) -> None:
    settings.DEMO = True
    page = visit("/thanh-phan/", phone=True, person=worker)
    assert faults(page) == []
    assert page.locator("svg.icon").count() > 60


def test_the_board_keeps_unit_and_clause_in_sight(
    visit: Visit, worker: Person, settings: Any
) -> None:
    settings.DEMO = True
    page = visit("/thanh-phan/", phone=True, person=worker)
    frame = page.locator(".board-frame")
    before = frame.locator("tbody th").first.bounding_box()
    frame.evaluate("one => one.scrollTo(200, 120)")
    after = frame.locator("tbody th").first.bounding_box()
    assert after["x"] == before["x"]
    assert frame.locator("thead th").nth(1).bounding_box()["y"] >= frame.bounding_box()["y"]


def test_an_error_summary_leads_to_the_field(visit: Visit, worker: Person, settings: Any) -> None:
    settings.DEMO = True
    page = visit("/thanh-phan/", person=worker)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Họ và tên: Hãy điền ô này.").click()
    assert page.evaluate("document.activeElement.id") == "wrong_name"


def test_the_open_tab_is_in_sight_on_a_phone(visit: Visit, worker: Person, settings: Any) -> None:
    settings.DEMO = True
    page = visit("/thanh-phan/", phone=True, person=worker)
    row = page.locator(".tabs")
    opened = row.locator("[aria-current]").bounding_box()
    assert row.evaluate("one => one.scrollLeft") > 0
    assert opened["x"] + opened["width"] <= 390
