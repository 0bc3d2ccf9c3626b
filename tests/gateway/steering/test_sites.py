"""A school's places, and which device belongs to which group there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.gateway.actions.sites import SiteFacts, add_client, add_site, edit_site, new_token
from mangnon.gateway.models import Gateway, Site, SiteClient
from mangnon.gateway.queries.sites import groups_without, states, ways_of
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse


def test_a_keeper_declares_a_place_on_screen(cast: Cast, browse: Browse) -> None:
    given = {
        "name": "Điểm Thôn 2",
        "fallback_group": "thcs",
        "page_v4": "10.30.0.1",
        "host": "Loc.Thon2.example",
        "routers": "10.30.0.254\n2001:db8::1",
        "zones": "may-in.thon2.example 10.30.0.9 2001:db8::9\n\nmay-chu.thon2.example 10.30.0.8",
    }

    answer = browse(cast.keeper).post(
        reverse("filters_site_new", args=[cast.school.pk]), given, follow=True
    )

    site = Site.objects.get(name="Điểm Thôn 2")
    assert site.unit == cast.school
    assert (site.page_v4, site.page_v6, site.host) == ("10.30.0.1", None, "loc.thon2.example")
    assert site.routers == ["10.30.0.254", "2001:db8::1"]
    assert site.zones == {
        "may-in.thon2.example": ["10.30.0.9", "2001:db8::9"],
        "may-chu.thon2.example": ["10.30.0.8"],
    }
    assert "Đã thêm Điểm Thôn 2." in answer.content.decode()
    assert rows_about(site).get(what="filter_site.added").by == str(cast.keeper.pk)


def test_what_is_shown_for_editing_is_what_was_told(cast: Cast, browse: Browse) -> None:
    facts = SiteFacts("Điểm chính", "thcs", zones={"may-in.truong.example": ("10.20.0.9",)})
    edit_site(by=cast.keeper, site=cast.site, facts=facts)
    path = reverse("filters_site_edit", args=[cast.site.pk])
    keeper = browse(cast.keeper)
    assert "may-in.truong.example 10.20.0.9" in keeper.get(path).content.decode()

    keeper.post(path, {"name": "Cơ sở 1", "fallback_group": "mam_non", "zones": ""})

    cast.site.refresh_from_db()
    assert (cast.site.name, cast.site.fallback_group, cast.site.zones) == ("Cơ sở 1", "mam_non", {})


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        (SiteFacts("  ", "thcs"), "name", "Hãy đặt tên"),
        (SiteFacts("Điểm chính", "thcs"), "name", "đã có điểm trường tên này"),
        (SiteFacts("Mới", "lop_9"), "fallback_group", "Hãy chọn một nhóm"),
        (SiteFacts("Mới", "thcs", page_v4="10.0.0.300"), "page_v4", "không phải IPv4"),
        (SiteFacts("Mới", "thcs", page_v6="10.0.0.3"), "page_v6", "không phải IPv6"),
        (SiteFacts("Mới", "thcs", routers=("gateway",)), "routers", "“gateway” không phải"),
        (SiteFacts("Mới", "thcs", zones={"in": ("10.0.0.9",)}), "zones", "chỉ có một nhãn"),
        (SiteFacts("Mới", "thcs", zones={"in.example": ()}), "zones", "chưa có địa chỉ"),
        (SiteFacts("Mới", "thcs", zones={"in.example": ("x",)}), "zones", "“x” không phải"),
        (SiteFacts("Mới", "thcs", host="loc"), "host", "chỉ có một nhãn"),
    ],
)
def test_a_place_that_no_filter_could_follow_is_refused(
    cast: Cast, facts: SiteFacts, field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_site(by=cast.keeper, unit=cast.school, facts=facts)

    assert words.lower() in str(refused.value).lower()
    assert refused.value.field == field
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("subnet", "10.20.1.0/24", "10.20.1.0/24"),
        ("subnet", " 10.20.1.7 ", "10.20.1.7/32"),
        ("subnet", "2001:DB8:0::/64", "2001:db8::/64"),
        ("mac", "3C-52-82-11-22-33", "3c:52:82:11:22:33"),
        ("mac", "3c52.8211.2233", "3c:52:82:11:22:33"),
    ],
)
def test_devices_are_kept_in_one_writing(cast: Cast, kind: str, typed: str, kept: str) -> None:
    client = add_client(by=cast.keeper, site=cast.site, group="thcs", kind=kind, value=typed)

    assert client.value == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("subnet", "10.20.1.7/24", "cả dải ghi là 10.20.1.0/24"),
        ("subnet", "phòng máy", "không phải dải địa chỉ"),
        ("mac", "3c:52:82", "không phải địa chỉ MAC"),
        ("vlan", "20", "Hãy chọn cách nhận biết"),
    ],
)
def test_a_device_that_cannot_be_known_is_refused(
    cast: Cast, kind: str, typed: str, words: str
) -> None:
    with pytest.raises(Invalid, match=re.escape(words)):
        add_client(by=cast.keeper, site=cast.site, group="thcs", kind=kind, value=typed)

    assert not SiteClient.objects.exists()


def test_a_device_belongs_to_one_group(cast: Cast) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="10.20.1.0/24")

    with pytest.raises(Invalid, match="Đã khai báo cho nhóm Trung học cơ sở"):
        add_client(
            by=cast.keeper, site=cast.site, group="staff", kind="subnet", value="10.20.1.0/24"
        )

    assert SiteClient.objects.get().group == "thcs"


def test_a_teacher_declares_no_devices(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_client(by=cast.teacher, site=cast.site, group="thcs", kind="token")

    assert not SiteClient.objects.exists()


def test_tokens_are_long_and_fit_a_name_of_dns() -> None:
    tokens = {new_token() for _ in range(200)}

    assert len(tokens) == 200
    assert all(re.fullmatch(r"[a-z2-9]{24}", token) for token in tokens)


def test_a_token_is_made_here_and_shown_to_the_keeper(cast: Cast, browse: Browse) -> None:
    facts = SiteFacts("Điểm chính", "thcs", host="loc.hoamai.example")
    edit_site(by=cast.keeper, site=cast.site, facts=facts)
    given = {"group": "thcs", "kind": "token", "value": "tu-chon", "note": "Máy mượn số 4"}

    path = reverse("filters_site", args=[cast.site.pk])
    page = browse(cast.keeper).post(path, given, follow=True).content.decode()

    token = SiteClient.objects.get().value
    assert token != "tu-chon"
    assert f"https://loc.hoamai.example/dns-query/{token}" in page
    assert f"{token}.loc.hoamai.example" in page
    assert "<svg" in page.split("qr-card")[1]
    assert token not in browse(cast.teacher).get(path).content.decode()


def test_a_token_without_a_name_of_the_filter_waits_for_it(cast: Cast) -> None:
    client = add_client(by=cast.keeper, site=cast.site, group="thcs", kind="token")

    ways = ways_of(client)

    assert ways is not None
    assert (ways.path, ways.doh, ways.qr) == (f"/dns-query/{client.value}", "", "")


def test_groups_without_devices_are_named(cast: Cast) -> None:
    assert groups_without(cast.site) == ["staff", "guests"]

    add_client(by=cast.keeper, site=cast.site, group="staff", kind="subnet", value="10.20.9.0/24")

    assert groups_without(cast.site) == ["guests"]


@pytest.mark.parametrize(
    ("seen_minutes_ago", "plan", "words", "tone"),
    [
        (None, 0, "Chưa liên lạc lần nào", "amber"),
        (2, 5, "Đang lọc", "green"),
        (2, 4, "Đang nhận quy tắc mới", "amber"),
        (40, 5, "Mất liên lạc", "red"),
    ],
)
def test_how_a_filter_does_is_said_in_a_word(
    cast: Cast, seen_minutes_ago: int | None, plan: int, words: str, tone: str
) -> None:
    Site.objects.update(revision=5)
    assert states(Site.objects.all())[0].words == "Chưa có máy lọc"
    seen: Any = None
    if seen_minutes_ago is not None:
        seen = clock.now() - timedelta(minutes=seen_minutes_ago)
    Gateway.objects.create(
        site=cast.site, name="may-1", token_hash="x", seen_at=seen, plan_in_force=plan
    )

    state = states(Site.objects.all())[0]

    assert (state.words, state.tone, state.machines) == (words, tone, 1)


def test_the_province_sees_which_schools_need_help(cast: Cast, browse: Browse) -> None:
    Gateway.objects.create(
        site=cast.site,
        name="may-1",
        token_hash="x",
        seen_at=clock.now() - timedelta(hours=3),
    )
    officer = browse(cast.officer)

    lost = officer.get(reverse("filters") + "?tinh_trang=mat").content.decode()
    without = officer.get(reverse("filters") + "?tinh_trang=chua").content.decode()
    found = officer.get(reverse("filters") + "?q=suoi+reo").content.decode()

    names = ("Trường THCS Hoa Mai", "Trường Tiểu học Suối Reo")
    assert [name in lost for name in names] == [True, False]
    assert [name in without for name in names] == [False, True]
    assert [name in found for name in names] == [False, True]
