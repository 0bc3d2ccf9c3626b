"""A desk on which everything waits: what each role finds there, and how often it asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mangnon.cases.models import Case, Export, Referral, SubjectRequest
from mangnon.gateway.models import Matter, Site, UnblockRequest
from mangnon.kit import clock
from mangnon.publishing.models import Offer, Post
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cast import House, make_person, sign_in
from tests.publishing.cast import Stage, make_stage
from tests.reports.cast import tell

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# Who works where, and what stands on the desk, from the top.
_COMMUNE = ("son_ha", "late-referrals subjects cases posts offers")
_SCHOOL = ("lower_secondary", "requests")
WORKS: dict[Role, tuple[str, str]] = {
    Role.PROVINCIAL_OFFICER: (
        "health",
        "late-referrals subjects cases reports exports requests matters posts offers",
    ),
    Role.DEPARTMENT_OFFICER: ("education", "requests"),
    Role.COMMUNE_WORKER: _COMMUNE,
    Role.COMMUNE_LEADER: _COMMUNE,
    Role.PRINCIPAL: ("lower_secondary", "requests matters"),
    Role.TEACHER: _SCHOOL,
    Role.SCHOOL_IT: _SCHOOL,
    Role.COUNSELLOR: ("centre", "late-referrals referrals"),
    Role.POLICE_LIAISON: ("police", ""),
    Role.EDITOR: ("health", "posts offers"),
    Role.AUDITOR: ("health", ""),
}


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def full(stage: Stage) -> House:
    """Sơn Hà has a case, asked the centre twice and was asked once; a pupil wants a site opened."""
    house, now = stage.house, clock.now()
    report = tell().report
    type(report).objects.filter(pk=report.pk).update(receiving_unit=house.health)
    case = _case(report, "VV-0001", house.son_ha)
    case.deadlines.create(rule="plan", started_at=now - DAY, due_at=now + DAY)
    _refer(case, house.centre, level=1, sent_at=now - 9 * DAY)
    _refer(case, house.centre, level=0, sent_at=now - HOUR)
    _refer(_case(report, "VV-0002", house.nghia_lo), house.son_ha, level=2, sent_at=now - 8 * DAY)
    _ask_about_data(house, stage.clerk)
    _ask_to_export(make_person(Role.PROVINCIAL_OFFICER, house.health))
    _ask_at_school(house)
    type(stage.article).objects.filter(pk=stage.article.pk).update(published_at=now)
    for unit in (house.health, house.son_ha):
        said: dict[str, Any] = {"title": "Giữ kín", "channel": "handkit", "state": "waiting_hand"}
        Post.objects.create(product=stage.article, unit=unit, due_at=now, **said)
        Offer.objects.create(product=stage.article, unit=unit)
    return house


def _case(report: Any, number: str, owner: Unit) -> Case:
    return Case.objects.create(
        number=number, report=report, received_at=clock.now(), receiver=owner, owner=owner
    )


def _refer(case: Case, to: Unit, **said: Any) -> Referral:
    made: Referral = case.referrals.create(kind="service", to_unit=to, state="sent", **said)
    return made


def _ask_about_data(house: House, by: Person) -> None:
    now = clock.now()
    SubjectRequest.objects.create(
        number="YC-0001",
        token="yeu-cau",
        unit=house.son_ha,
        kind="view",
        asker="guardian",
        way="desk",
        received_at=now - 9 * DAY,
        recorded_by=by,
        answer_due_at=now - 7 * DAY,
        due_at=now - DAY,
    )


def _ask_to_export(by: Person) -> None:
    today = clock.today()
    for number in ("KX-0001", "KX-0002"):
        Export.objects.create(
            number=number,
            token=number,
            kind="cases",
            format="xlsx",
            first_day=today,
            last_day=today,
            reason="Báo cáo quý",
            rows=900,
            wants_second=True,
            asked_by=by,
        )


def _ask_at_school(house: House) -> None:
    school = house.lower_secondary
    site = Site.objects.create(unit=school, name="Điểm chính", fallback_group="thcs")
    for name, times in (("hoc-toan.example", 4), ("hoc-van.example", 9)):
        UnblockRequest.objects.create(site=site, group="thcs", name=name, times=times)
    UnblockRequest.objects.create(
        site=site, group="thcs", name="su-pham.example", state="passed_up"
    )
    Matter.objects.create(
        site=site,
        client="10.20.1.7",
        reason="Vụ việc 03",
        asked_by=make_person(Role.PRINCIPAL, school),
        until=clock.now() + DAY,
        public_key="a2hvYQ==",
    )


def desk_of(role: Role, house: House) -> tuple[Any, int]:
    """The page, and how often it asked the database."""
    client = sign_in(Client(), make_person(role, getattr(house, WORKS[role][0])))
    client.get("/ban-lam-viec/")  # the first page of a session also notes when it was seen
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/ban-lam-viec/")
    return page, len(asked)


@pytest.mark.parametrize("role", Role)
def test_whatever_waits_the_desk_asks_fifteen_times_at_most(full: House, role: Role) -> None:
    page, asked = desk_of(role, full)
    assert [one.key for one in page.context["sections"]] == WORKS[role][1].split()
    assert asked <= 15


def test_a_late_referral_stands_in_red_above_all_and_once(full: House) -> None:
    page, _ = desk_of(Role.COUNSELLOR, full)
    late, others = page.context["sections"]
    assert (late.tone, late.count, others.count) == ("red", "1", "1")
    (task,) = late.tasks
    assert task.title == "Chuyển tuyến dịch vụ: VV-0001"
    assert task.words == "Đã báo hai đơn vị"
    assert task.note == f"{full.son_ha.name} gửi {full.centre.name}"
    assert f'<li class="tone-red"><a href="#{late.key}">' in page.content.decode()

    page, _ = desk_of(Role.PROVINCIAL_OFFICER, full)
    assert [one.words for one in page.context["sections"][0].tasks] == [
        "Đã báo hai đơn vị",
        "Đã báo tỉnh",
    ]


def test_lists_keep_the_order_of_their_own_pages(full: House) -> None:
    page, _ = desk_of(Role.PRINCIPAL, full)
    requests = page.context["sections"][0]
    assert [(one.title, one.words) for one in requests.tasks] == [
        ("hoc-van.example", "9 lần xin"),
        ("hoc-toan.example", "4 lần xin"),
    ]
    assert requests.tasks[0].note == f"{full.lower_secondary.name} · trung học cơ sở (11–14 tuổi)"


def test_nothing_of_a_barred_case_stands_on_the_desk(full: House) -> None:
    Barred.objects.create(report=Case.objects.get(number="VV-0001").report, unit=full.centre)
    page, _ = desk_of(Role.COUNSELLOR, full)
    assert page.context["sections"] == []
