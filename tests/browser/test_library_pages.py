"""The library in a real browser: whole, readable, and decided on a phone without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from mangnon.library.actions.approving import ask_approval
from mangnon.library.models import Product
from tests.browser.watching import faults
from tests.library.cast import Cast, add, make, make_cast, map_of, next_version

Visit = Callable[..., Any]
HOME = "/thu-vien-noi-bo/"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return make_cast()


def test_the_pages_are_whole_and_readable(visit: Visit, cast: Cast) -> None:
    document = add(cast)
    of_map = map_of(cast, document)
    social, poster = make(cast, of_map, "social", "poster")
    second = next_version(cast, social, was="thông tin riêng", now="điều riêng tư")
    for path in (
        "",
        f"tai-lieu/{document.pk}/",
        f"so-do/{of_map.pk}/",
        f"so-do/{of_map.pk}/hinh/0/",
        f"so-do/{of_map.pk}/giong-doc/",
        f"so-do/{of_map.pk}/san-pham/",
        f"san-pham/{poster.pk}/",
        f"san-pham/{social.pk}/",
        f"san-pham/{second.pk}/so-sanh/",
    ):
        page = visit(HOME + path, phone=True, person=cast.hoa)
        assert (path, faults(page)) == (path, [])


def test_a_leader_decides_on_a_phone_without_script_or_account(
    visit: Visit, cast: Cast, settings: Any
) -> None:
    (poster,) = make(cast, map_of(cast, add(cast)), "poster")
    asked = ask_approval(by=cast.hoa, product=poster, by_link=True, to_name="Bà Lan")
    page = visit("/" + asked.link.split("/", 3)[3], phone=True, scripts=False)
    assert page.locator(".look img").count() == 1
    page.get_by_role("button", name="Duyệt").click()

    page.get_by_text("Bà Lan đã quyết định lúc").wait_for()
    assert Product.objects.get(pk=poster.pk).state == "approved"


def test_pictures_are_found_while_typing(visit: Visit, cast: Cast) -> None:
    of_map = map_of(cast, add(cast))
    page = visit(f"{HOME}so-do/{of_map.pk}/hinh/0/", person=cast.hoa)
    page.get_by_label("Tìm hình").press_sequentially("cau vong")
    page.locator(".pictures li").nth(1).wait_for(state="detached")
    page.get_by_role("button", name="Cầu vồng").click()
    assert page.locator("#messages-0 img").get_attribute("alt") == "Cầu vồng"
