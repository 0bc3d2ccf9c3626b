"""Pages for anyone: what to do now, whom to call, and honest errors."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve, reverse

from mangnon.portal import joining, views
from mangnon.units.models import Contact, Province, Role
from tests.cast import make_person, make_province, sign_in

SINCE = date(2025, 7, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_province_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_names", {})


def contact(value: str, **facts: Any) -> Contact:
    given = {"title": "Nơi thử", "kind": "phone", "source": "nguồn thử", "valid_from": SINCE}
    return Contact.objects.create(value=value, **(given | facts))


def test_the_home_page_says_first_whom_to_call(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.index('href="tel:111"') < page.index("<h1>") < page.index('href="tel:113"')
    assert "Đăng nhập" in page


def test_someone_signed_in_is_led_to_the_desk(client: Client) -> None:
    house = make_province()
    sign_in(client, make_person(Role.COMMUNE_WORKER, house.son_ha))
    page = client.get("/").content.decode()
    assert 'href="/ban-lam-viec/"' in page
    assert "Đăng nhập" not in page


def test_no_link_of_the_public_pages_is_dead(client: Client) -> None:
    for path in ("/", "/lien-he/"):
        for link in re.findall(r'href="(/[^"#]*)"', client.get(path).content.decode()):
            if not link.startswith("/static/"):
                try:
                    resolve(link.split("?")[0])
                except Resolver404:
                    pytest.fail(f"{path} leads to {link}, which is not there")


def test_public_pages_set_no_cookie(client: Client) -> None:
    for path in ("/", "/lien-he/", "/robots.txt"):
        assert client.get(path).cookies == {}


def test_the_province_is_named_once_loaded(client: Client) -> None:
    assert "Tỉnh Thử" not in client.get("/").content.decode()
    Province.objects.create(code="51", name="Tỉnh Thử")
    assert "Tỉnh Thử" in client.get("/").content.decode()


def test_contacts_come_with_source_and_the_day_they_were_checked(client: Client) -> None:
    contact("111", title="Đường dây thử", certainty="checked", checked_on=date(2025, 10, 2))
    contact("02600000000", title="Trung tâm thử")
    page = client.get("/lien-he/").content.decode()
    assert page.index("Đường dây thử") < page.index("Trung tâm thử")
    assert "Đã đối chiếu 02/10/2025" in page
    assert page.count("chưa đối chiếu") == 1
    assert '<a href="tel:02600000000">0260 000 0000</a>' in page


def test_another_provinces_contacts_and_private_ones_stay_away(client: Client) -> None:
    Province.objects.create(code="51", name="Tỉnh Nhà")
    other = Province.objects.create(code="80", name="Tỉnh Khác")
    contact("1", title="Của tỉnh nhà", province_id="51")
    contact("2", title="Của tỉnh khác", province=other)
    contact("3", title="Nội bộ", public=False)
    contact("4", title="Đã hết hạn", valid_to=date(2025, 8, 1))
    page = client.get("/lien-he/").content.decode()
    assert "Của tỉnh nhà" in page
    for absent in ("Của tỉnh khác", "Nội bộ", "Đã hết hạn"):
        assert absent not in page


def test_contacts_not_yet_loaded_still_leave_the_emergency_numbers(client: Client) -> None:
    page = client.get("/lien-he/").content.decode()
    assert [number for number in ("111", "113", "115") if f'href="tel:{number}"' in page] == [
        "111",
        "113",
        "115",
    ]


def test_a_page_that_is_not_there_says_so_and_where_to_go(client: Client) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.content.decode()
    assert 'href="tel:111"' in answer.content.decode()


def test_a_page_for_others_says_so(rf: RequestFactory) -> None:
    answer = views.denied(rf.get("/x/"), PermissionDenied())
    assert answer.status_code == 403
    assert "không được phép xem" in answer.content.decode()


def test_a_broken_system_needs_no_database_to_give_the_number(
    rf: RequestFactory, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_database(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(Province.objects, "filter", no_database)
    with django_assert_num_queries(0):
        answer = views.broken(rf.get("/x/"))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert [f'href="tel:{number}"' in page for number in ("111", "113")] == [True, True]


def test_a_form_from_an_old_page_is_refused_in_plain_words() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@b.test"})
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu" in answer.content.decode()


def test_a_request_that_makes_no_sense_is_refused_in_plain_words(client: Client) -> None:
    answer = client.get("/", headers={"host": "ten-la.test"})
    assert answer.status_code == 400
    assert "Không đọc được điều vừa gửi" in answer.content.decode()
    assert 'href="tel:111"' in answer.content.decode()


def test_search_engines_are_kept_out_of_the_staffs_pages(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /cong-van/" in lines
    assert "Disallow: /" not in lines


def test_the_style_page_is_there_only_in_a_demo(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/thanh-phan/").status_code == 404
    settings.DEMO = True
    assert client.get("/thanh-phan/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/lien-he/", "/robots.txt", "/thanh-phan/"])
def test_public_pages_take_no_orders(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_sign_in_page_keeps_the_frame_of_the_platform(client: Client) -> None:
    """allauth's views put a variable named `site` over ours once; the number vanished."""
    page = client.get(reverse("account_login")).content.decode()
    assert 'href="tel:111"' in page
    assert "Măng Non" in page
