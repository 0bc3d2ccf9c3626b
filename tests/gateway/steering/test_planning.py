"""From what units set to the plan that a filter gets."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.base.audit.api import rows_about
from mangnon.base.jobs.api import run_due
from mangnon.gateway import planning
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.actions.sites import SiteFacts, add_client, add_site, edit_site, remove_client
from mangnon.gateway.choices import MatterState
from mangnon.gateway.engine.plan import GroupPlan, Plan
from mangnon.gateway.models import Allowance, Matter, OrderedName, Site, WrongBlock
from mangnon.gateway.tasks import release_anew, release_what_lapsed
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast

Commits = Any


def plan_in_force(site: Site) -> Plan:
    site.refresh_from_db()
    return Plan.from_json(site.plan)


def group_of(plan: Plan, key: str) -> GroupPlan:
    return next(group for group in plan.groups if group.key == key)


def test_a_new_site_is_planned_at_once(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        site = add_site(
            by=cast.keeper,
            unit=cast.school,
            facts=SiteFacts(
                "Điểm lẻ",
                "tieu_hoc",
                page_v4="10.20.0.1",
                routers=("10.20.0.1",),
                zones={"may-in.hoamai.example": ("10.20.0.9",)},
            ),
        )

    plan = plan_in_force(site)
    assert (plan.site, plan.revision) == ("Trường THCS Hoa Mai – Điểm lẻ", 1)
    assert [group.key for group in plan.groups] == [
        "mam_non",
        "tieu_hoc",
        "thcs",
        "thpt",
        "staff",
        "guests",
    ]
    assert (plan.fallback_group, plan.page_v4, plan.routers) == (
        "tieu_hoc",
        "10.20.0.1",
        ("10.20.0.1",),
    )
    assert plan.zones == {"may-in.hoamai.example": ("10.20.0.9",)}
    small = group_of(plan, "tieu_hoc")
    assert (small.letters["games"], small.letters["terrorism"], small.fallback) == ("A", "L", "X")
    assert "dv:tiktok" not in small.letters
    assert (small.safesearch, small.youtube, small.unknown, small.bypass) == (
        True,
        "strict",
        "ask",
        True,
    )
    assert group_of(plan, "staff").fallback == "O"


def test_devices_come_into_their_groups(cast: Cast) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="10.20.1.0/24")
    add_client(by=cast.keeper, site=cast.site, group="staff", kind="mac", value="3C-52-82-11-22-33")
    token = add_client(by=cast.keeper, site=cast.site, group="thcs", kind="token")

    plan = planning.plan_of(cast.site)

    assert group_of(plan, "thcs").subnets == ("10.20.1.0/24",)
    assert group_of(plan, "thcs").tokens == (token.value,)
    assert group_of(plan, "staff").macs == ("3c:52:82:11:22:33",)


def test_what_is_opened_for_a_lesson_is_in_the_plan_until_it_ends(cast: Cast) -> None:
    now = clock.now()
    soon = now + timedelta(minutes=40)
    for what, until, ended in (
        ("bai-tap.example", soon, None),
        ("nhóm:games", now - timedelta(minutes=1), None),
        ("dv:youtube", soon, now),
    ):
        Allowance.objects.create(
            site=cast.site, group="thcs", what=what, until=until, ended_at=ended
        )

    allowances = group_of(planning.plan_of(cast.site), "thcs").allowances

    assert [(each.what, each.until) for each in allowances] == [
        ("bai-tap.example", soon.isoformat())
    ]


def test_names_that_an_authority_ordered_come_with_their_paper(cast: Cast) -> None:
    today = clock.today()
    for name, paper, until, lifted in (
        ("bi-cam.example", "45/CV-A05", None, None),
        ("het-han.example", "12/CV-A05", today - timedelta(days=1), None),
        ("da-go.example", "13/CV-A05", None, clock.now()),
        ("con-han.example", "14/CV-A05", today, None),
    ):
        OrderedName.objects.create(
            name=name,
            paper=paper,
            paper_on=date(2026, 1, 5),
            issued_by="Công an tỉnh",
            until=until,
            lifted_at=lifted,
        )

    assert planning.plan_of(cast.site).ordered == {
        "bi-cam.example": "45/CV-A05",
        "con-han.example": "14/CV-A05",
    }


def test_what_the_province_found_wrongly_blocked_is_open_everywhere_below_it(cast: Cast) -> None:
    for number, (name, opened) in enumerate(
        (("su-pham.example", True), ("dung-chan.example", False), ("doi-y.example", True))
    ):
        WrongBlock.objects.create(
            name=name,
            said_by=cast.house.primary,
            why="trang dạy học",
            opened=opened,
            answered_at=clock.now() + timedelta(seconds=number),
        )
    WrongBlock.objects.create(
        name="doi-y.example",
        said_by=cast.school,
        why="đã đổi chủ",
        opened=False,
        answered_at=clock.now() + timedelta(minutes=1),
    )
    set_rules(
        by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("allow", ["rieng.example"])]
    )

    plan = planning.plan_of(cast.site)

    assert group_of(plan, "thcs").own_allow == ("rieng.example", "su-pham.example")
    assert group_of(plan, "thpt").own_allow == ("su-pham.example",)


def test_a_school_may_go_on_blocking_what_the_province_opened(cast: Cast) -> None:
    WrongBlock.objects.create(
        name="su-pham.example",
        said_by=cast.house.primary,
        why="trang dạy học",
        opened=True,
        answered_at=clock.now(),
    )
    set_rules(
        by=cast.keeper, unit=cast.school, group="", wishes=[Wish("block", ["su-pham.example"])]
    )

    thcs = group_of(planning.plan_of(cast.site), "thcs")

    assert (thcs.own_block, thcs.own_allow) == (("su-pham.example",), ())


def test_only_an_open_matter_is_a_trail(cast: Cast) -> None:
    until = clock.now() + timedelta(days=3)
    for client, state, end in (
        ("10.20.1.7", MatterState.OPEN, until),
        ("10.20.1.8", MatterState.ASKED, until),
        ("10.20.1.9", MatterState.OPEN, clock.now() - timedelta(seconds=1)),
    ):
        Matter.objects.create(
            site=cast.site,
            client=client,
            reason="Vụ việc 03",
            state=state,
            asked_by=cast.principal,
            until=end,
            public_key="a2hvYQ==",
        )

    trails = planning.plan_of(cast.site).trails

    assert [(each.client, each.until, each.key) for each in trails] == [
        ("10.20.1.7", until.isoformat(), "a2hvYQ==")
    ]


def test_a_plan_goes_out_only_when_it_differs(cast: Cast) -> None:
    assert planning.release() == [cast.site.pk]
    assert planning.release() == []
    assert plan_in_force(cast.site).revision == 1

    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:games", "X")])

    assert planning.release() == [cast.site.pk]
    assert (plan_in_force(cast.site).revision, cast.site.revision) == (2, 2)
    assert rows_about(cast.site).filter(what="filter_plan.released").count() == 2


def test_what_runs_out_by_itself_needs_no_new_plan(cast: Cast, time_machine: Any) -> None:
    Allowance.objects.create(
        site=cast.site,
        group="thcs",
        what="bai-tap.example",
        until=clock.now() + timedelta(minutes=40),
    )
    planning.release()

    time_machine.move_to(clock.now() + timedelta(hours=1))

    assert planning.release() == []
    assert plan_in_force(cast.site).revision == 1


def test_a_school_s_change_reaches_its_filters_with_the_commit(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    planning.release()

    with django_capture_on_commit_callbacks(execute=True):
        set_rules(
            by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("youtube", "strict")]
        )
        set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("category:ai", "X")])

    plan = plan_in_force(cast.site)
    assert group_of(plan, "thcs").letters["ai"] == "X"
    assert plan.revision == 2


def test_the_province_s_change_reaches_every_school_in_a_job(cast: Cast) -> None:
    other = add_site(
        by=cast.officer, unit=cast.house.primary, facts=SiteFacts("Điểm chính", "tieu_hoc")
    )
    planning.release()

    set_rules(by=cast.officer, unit=cast.province, group="", wishes=[Wish("category:games", "X")])

    assert plan_in_force(other).revision == 1
    run_due()
    assert [plan_in_force(site).revision for site in (cast.site, other)] == [2, 2]
    assert group_of(plan_in_force(other), "thpt").letters["games"] == "X"


def test_an_order_that_ran_out_leaves_the_plans_by_the_clock(cast: Cast, time_machine: Any) -> None:
    OrderedName.objects.create(
        name="bi-cam.example",
        paper="45/CV-A05",
        paper_on=date(2026, 1, 5),
        issued_by="Công an tỉnh",
        until=clock.today(),
    )
    assert planning.release_lapsed(clock.now()) == [cast.site.pk]
    assert planning.release_lapsed(clock.now()) == []
    assert plan_in_force(cast.site).ordered == {"bi-cam.example": "45/CV-A05"}

    time_machine.move_to(clock.now() + timedelta(days=1))

    assert planning.release_lapsed(clock.now()) == [cast.site.pk]
    assert plan_in_force(cast.site).ordered == {}
    assert planning.release_lapsed(clock.now()) == []


def test_a_plan_of_an_older_release_is_written_anew(cast: Cast) -> None:
    Site.objects.filter(pk=cast.site.pk).update(
        plan=json.dumps({"site": "cũ", "nhóm": []}), revision=4
    )

    assert planning.release() == [cast.site.pk]
    assert plan_in_force(cast.site).revision == 5


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_grow_with_the_sites(cast: Cast, count: int) -> None:
    Site.objects.bulk_create(
        Site(unit=cast.school, name=f"Điểm {number}", fallback_group="thcs")
        for number in range(count)
    )
    with CaptureQueriesContext(connection) as seen:
        assert len(planning.release()) == count + 1

    # PostgreSQL locks the end of the record by one query more.
    besides = ("SAVEPOINT", "pg_advisory")
    asked = [each for each in seen if not any(word in each["sql"] for word in besides)]
    assert len(asked) == 13


def test_the_clock_plans_what_was_never_planned_and_everything_each_night(cast: Cast) -> None:
    assert release_what_lapsed.call() == 1
    assert release_what_lapsed.call() == 0
    Site.objects.update(plan="")

    assert release_anew.call() == 1


def test_a_device_that_is_removed_falls_back(cast: Cast) -> None:
    client = add_client(
        by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="10.20.1.0/24"
    )
    remove_client(by=cast.principal, client=client)

    assert group_of(planning.plan_of(cast.site), "thcs").subnets == ()


def test_a_renamed_site_keeps_its_devices(cast: Cast) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="10.20.1.0/24")

    edit_site(by=cast.keeper, site=cast.site, facts=SiteFacts("Cơ sở 1", "mam_non"))

    cast.site.refresh_from_db()
    plan = planning.plan_of(cast.site)
    assert (plan.site, plan.fallback_group) == ("Trường THCS Hoa Mai – Cơ sở 1", "mam_non")
    assert group_of(plan, "thcs").subnets == ("10.20.1.0/24",)
