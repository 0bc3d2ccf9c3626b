"""The filters' pages: who sees what, what they say, what they let a person do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.gateway.actions.alarms import review_alarms
from mangnon.gateway.actions.fleet import revoke, take_report
from mangnon.gateway.actions.sites import add_client
from mangnon.gateway.link.report import Report, Trouble
from mangnon.gateway.models import Enrolment, Gateway, Site
from mangnon.gateway.planning import release
from mangnon.kit import clock
from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.fleet.world import bring_in
from tests.gateway.steering.cast import Cast

LOOKS = ["principal", "keeper", "teacher", "officer", "education", "commune", "auditor"]
STEERS = ["principal", "keeper", "officer", "education"]
AWAY = ["neighbour", "stranger"]


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    release()
    gateway = bring_in(cast.site, cast.keeper)
    take_report(gateway=gateway, report=Report(version="0.1.0", plan=1))
    return gateway


def page(person: Person, name: str, *args: object) -> tuple[int, str]:
    answer = sign_in(Client(), person).get(reverse(name, args=args))
    bare = re.sub(r"<[^>]*>", "", answer.content.decode())
    return answer.status_code, re.sub(r"\s+", " ", bare)


@pytest.mark.parametrize("who", LOOKS)
def test_who_reaches_the_school_sees_its_filter(cast: Cast, gateway: Gateway, who: str) -> None:
    person = getattr(cast, who)

    status, listed = page(person, "filters_fleet")
    assert (status, "Trường THCS Hoa Mai" in listed) == (200, True)
    assert page(person, "filters_gateway", gateway.pk)[0] == 200
    assert page(person, "filters_routers", cast.site.pk)[0] == 200
    assert page(person, "filters_router", cast.site.pk, "mikrotik")[0] == 200


@pytest.mark.parametrize("who", AWAY)
def test_who_is_away_sees_none_of_it(cast: Cast, gateway: Gateway, who: str) -> None:
    person = getattr(cast, who)

    status, listed = page(person, "filters_fleet")
    assert (status, "Hoa Mai" in listed) == (200, False)
    for name, key in (
        ("filters_gateway", gateway.pk),
        ("filters_gateway_revoke", gateway.pk),
        ("filters_enrol", cast.site.pk),
        ("filters_routers", cast.site.pk),
    ):
        assert page(person, name, key)[0] == 404


def test_who_has_nothing_to_do_with_filters_sees_no_page(cast: Cast, gateway: Gateway) -> None:
    assert page(cast.editor, "filters_fleet")[0] == 403
    assert page(cast.counsellor, "filters_gateway", gateway.pk)[0] == 404


@pytest.mark.parametrize("who", [*LOOKS])
def test_those_who_steer_alone_make_codes_and_send_off(
    cast: Cast, gateway: Gateway, who: str
) -> None:
    person, codes = getattr(cast, who), Enrolment.objects.count()
    browser = sign_in(Client(), person)

    made = browser.post(reverse("filters_enrol", args=[cast.site.pk]))
    sent_off = browser.post(reverse("filters_gateway_revoke", args=[gateway.pk]))

    gateway.refresh_from_db()
    if who in STEERS:
        assert (made.status_code, sent_off.status_code) == (200, 302)
        assert re.search(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}", made.content.decode())
        assert "no-store" in made["Cache-Control"]
        assert gateway.revoked_at is not None
    else:
        assert (made.status_code, sent_off.status_code) == (403, 403)
        assert gateway.revoked_at is None
        assert Enrolment.objects.count() == codes


def test_the_fleet_says_from_when_the_plan_is_in_force(cast: Cast, gateway: Gateway) -> None:
    gateway.refresh_from_db()
    assert gateway.in_force_at is not None
    at = clock.local(gateway.in_force_at)

    assert f"Đang áp dụng bản 1 từ {at:%H:%M}" in page(cast.keeper, "filters_fleet")[1]

    Site.objects.update(revision=2)
    assert "Chờ áp dụng quy tắc bản 2" in page(cast.keeper, "filters_fleet")[1]


def test_alarms_stand_on_the_filters_page_with_what_to_do(
    cast: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = Trouble("2026-11-27T04:58+00:00", "đĩa của máy lọc sắp đầy")
    take_report(gateway=gateway, report=Report(plan=1, troubles=(trouble,)))
    review_alarms()
    shown = page(cast.keeper, "filters_gateway", gateway.pk)[1]
    assert "Đĩa của máy lọc sắp đầy" in shown
    assert "journalctl" in shown

    moment = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: moment)
    review_alarms()
    assert (
        "Kiểm tra máy có bật và có mạng không"
        in page(cast.keeper, "filters_gateway", gateway.pk)[1]
    )
    assert "Không liên lạc" in page(cast.officer, "filters_fleet")[1]


def test_a_check_from_inside_is_shown_with_what_to_do(cast: Cast, gateway: Gateway) -> None:
    checks = [
        {"title": "Hỏi thẳng DNS công cộng", "outcome": "fail", "seen": "8.8.8.8 trả lời",
         "todo": "Chặn cổng 53"},
        {"title": "SafeSearch", "outcome": "pass", "seen": "đúng", "todo": ""},
    ]  # fmt: skip
    gateway.refresh_from_db()
    take_report(gateway=gateway, report=Report(plan=1, doctor={"checks": checks}))

    shown = page(cast.keeper, "filters_gateway", gateway.pk)[1]

    assert "1 mục không đạt" in shown
    assert "8.8.8.8 trả lời" in shown
    assert "Chặn cổng 53" in shown


def test_schools_without_a_filter_are_named(cast: Cast) -> None:
    assert "Trường THCS Hoa Mai – Điểm chính" in page(cast.officer, "filters_fleet")[1]


def test_the_list_is_searched_without_marks(cast: Cast, gateway: Gateway) -> None:
    browser, address = sign_in(Client(), cast.officer), reverse("filters_fleet")

    assert "Hoa Mai" in browser.get(address, {"q": "hoa mai"}).content.decode()
    assert "Không có máy lọc nào khớp" in browser.get(address, {"q": "núi"}).content.decode()
    assert "Hoa Mai" in browser.get(address, {"tinh_trang": "well"}).content.decode()
    assert (
        "Không có máy lọc nào khớp" in browser.get(address, {"tinh_trang": "ill"}).content.decode()
    )


def test_a_guide_is_an_example_until_the_filters_address_is_known(cast: Cast) -> None:
    browser = sign_in(Client(), cast.keeper)
    address = reverse("filters_router", args=[cast.site.pk, "openwrt"])
    file = reverse("filters_router_file", args=[cast.site.pk, "openwrt"])

    assert "Đây là ví dụ" in browser.get(address).content.decode()
    assert browser.get(file).status_code == 404

    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="10.1.0.0/24")
    told = browser.get(address, {"dia_chi": "10.1.0.2"}).content.decode()
    assert "Từ chối câu hỏi đi nơi khác" in told
    kept = browser.get(file, {"dia_chi": "10.9.0.2"})
    assert kept["Content-Disposition"] == 'attachment; filename="mangnon-openwrt.sh"'
    assert "uci add_list dhcp.lan.dhcp_option=&#x27;6" not in kept.content.decode()
    assert "dhcp_option='6,10.9.0.2'" in kept.content.decode()
    assert browser.get(address.replace("openwrt", "khac")).status_code == 404


def test_a_site_whose_filters_were_sent_off_is_named_once(cast: Cast, gateway: Gateway) -> None:
    second = bring_in(cast.site, cast.keeper, token="77" * 32)
    for each in (gateway, second):
        revoke(by=cast.keeper, gateway=each)

    assert page(cast.officer, "filters_fleet")[1].count("Trường THCS Hoa Mai – Điểm chính") == 1


def test_a_hundred_filters_ask_the_database_no_more_than_one(
    cast: Cast, gateway: Gateway, django_assert_num_queries: Any
) -> None:
    browser, address = sign_in(Client(), cast.officer), reverse("filters_fleet")
    browser.get(address)  # the first visit of a session asks a little more
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    Gateway.objects.bulk_create(
        Gateway(site=cast.site, name=f"Máy {n}", token_hash=f"{n:064}") for n in range(100)
    )

    with django_assert_num_queries(len(few)):
        browser.get(address)
