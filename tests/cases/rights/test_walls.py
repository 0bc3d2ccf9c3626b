"""The wall in PostgreSQL and the wall in the queries: each holds with the other off.

All other tests of this folder ask the queries alone, for a test is the system to the database.
Here a person asks the database itself.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from mangnon.base.health.checks import run_checks
from mangnon.base.walls import NOBODY, WhoAsks, asked_by, for_the_system, who_asks
from mangnon.cases.models import Case, Note
from mangnon.cases.queries.referrals import referrals_to
from mangnon.cases.queries.subjects import requests_visible_to
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.kit import clock
from mangnon.reports.models import Barred, Evidence, Report, ReportMessage
from mangnon.reports.queries.evidence import evidence_visible_to
from mangnon.reports.queries.triage import reports_visible_to
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cases.rights.expected import RIGHT
from tests.cases.rights.relations import people
from tests.cases.rights.walking import make_world
from tests.cast import make_person, sign_in

Ids = dict[str, set[str]]
pytestmark = pytest.mark.django_db

# Tables of both domains that say nothing of a report or a case, and why they have no wall.
OPEN = {
    "reports_personkey": "a person's own key, sealed under a passphrase",
    "reports_unitkey": "public keys of units: strangers' reports are sealed to them",
    "reports_keygrant": "unit keys, sealed to people",
    "reports_partner": "systems that may report",
    "cases_provincecard": "public keys of other provinces",
    "cases_export": "who took which figures out",
}


@pytest.fixture(autouse=True)
def _everything(db: None) -> Iterator[None]:
    """One question for all that there is, planned once: a kept plan must not remember who asked."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    parts = (f"SELECT '{table}', id::text FROM {table}" for table in walled())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("PREPARE everything AS " + " UNION ALL ".join(parts))
        yield
        cursor.execute("DEALLOCATE everything")


def walled() -> list[str]:
    """The tables before which a wall stands, also for their owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
            "AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def rows() -> Ids:
    """What the database shows of every walled table: the ids."""
    found: Ids = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("EXECUTE everything")
        for table, pk in cursor.fetchall():
            found[table].add(pk)
    return found


# How a row of a table leads to what it belongs to.
UP = {"reports_custodyevent": "evidence_id"}


def belongings() -> dict[str, list[tuple[str, str]]]:
    """All rows of the tables of reports and cases: (id, what it belongs to)."""
    found = {}
    for table in walled():
        column = UP.get(table, "case_id" if table.startswith("cases_") else "report_id")
        if table not in ("cases_case", "reports_report"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT id::text, {column}::text FROM {table}")  # noqa: S608
                found[table] = cursor.fetchall()
    return found


def ids(found: Any) -> set[str]:
    return {str(pk) for pk in found.order_by().values_list("pk", flat=True)}


def expected(who: Person, there: dict[str, list[tuple[str, str]]]) -> Ids:
    """By the queries alone: what is seen, and the cases whose referral waits for an answer; of all
    that is there what belongs to it."""
    cases = ids(cases_visible_to(who)) | {str(one.case_id) for one in referrals_to(who)}
    desk, files = ids(reports_visible_to(who)), evidence_visible_to(who)
    of_cases = set(Case.objects.filter(pk__in=cases).values_list("report", flat=True))
    reports = desk | {str(pk) for pk in of_cases} | {str(one.report_id) for one in files}
    evidence = ids(files) | ids(Evidence.objects.filter(report__in=of_cases))
    told: Ids = {
        "cases_case": cases,
        "cases_subjectrequest": ids(requests_visible_to(who)),
        "reports_report": reports,
        "reports_evidence": evidence,
        "reports_receipt": set(),
        "reports_partnerreport": set(),
    }
    above = {"reports_custodyevent": evidence, "reports_reportmessage": desk}
    for table in there.keys() - told.keys():
        of = above.get(table, cases if table.startswith("cases_") else reports)
        told[table] = {pk for pk, up in there[table] if up in of}
    return {table: pks for table, pks in told.items() if pks}


@pytest.fixture
def world(cast: Cast) -> Cast:
    """A row of nearly everything; the health office was sent a referral, and a message came."""
    made = make_world(cast)
    cast.case.referrals.create(kind="service", to_unit=cast.house.education, state="sent")
    for report in (made.waiting, cast.case.report):
        ReportMessage.objects.create(report=report, side="reporter", sealed=b"")
    cast.case.notes.create(sealed=b"", by=cast.worker)
    cast.case.holds.create(reason="điều tra", by=cast.officer)
    Evidence.objects.get().custody.create(what="received", sha256="a" * 64)
    Barred.objects.create(report=cast.case.report, unit=cast.house.kindergarten)
    return cast


def everybody(cast: Cast) -> Iterator[tuple[str, str, Person]]:
    """Twelve roles in five relations, each with its bar while it is asked."""
    for role, relation, who, unit, bar in people(cast):
        made = [Barred.objects.create(report=cast.case.report, unit=unit)] if bar else []
        yield role, relation, who
        for one in made:
            one.delete()


def test_the_database_alone_shows_everybody_exactly_what_is_theirs(world: Cast) -> None:
    own = {"cases_case": str(world.case.pk), "reports_report": str(world.case.report_id)}
    asked, wrong, there = 0, [], belongings()
    assert {"cases_note", "cases_hold", "reports_barred", "reports_receipt"} <= rows().keys()
    for role, relation, who in everybody(world):
        asked += 1
        barred = Barred.objects.values_list("pk", "report")
        there["reports_barred"] = [(str(pk), str(report)) for pk, report in barred]
        right = expected(who, there)
        with asked_by(who.pk):
            seen, through_both = rows(), ids(cases_visible_to(who))
        if dict(seen) != right:
            tables = {name for name in seen.keys() | right.keys()
                      if seen.get(name, set()) != right.get(name, set())}  # fmt: skip
            wrong.append((role, relation, tables))
        assert through_both == ids(cases_visible_to(who)), (role, relation)
        if relation == "barred":
            assert all(pk not in seen[table] for table, pk in own.items()), role
    assert wrong == []
    assert asked == 12 * 6


def test_a_file_sealed_to_the_police_is_shown_to_the_police(world: Cast) -> None:
    other = make_person(Role.POLICE_LIAISON, world.house.police)
    key = world.house.police.matter_keys.get()
    Evidence.objects.update(unit_key=key)
    with asked_by(other.pk):
        seen = rows()
    right = expected(other, belongings())
    assert dict(seen) == right
    assert len(right["reports_evidence"]) == len(right["reports_custodyevent"]) == 1


def test_who_looks_in_need_is_shown_the_case_for_its_hours(world: Cast) -> None:
    colleague = make_person(Role.COMMUNE_WORKER, world.house.son_ha)
    glass = world.case.broken_glass.create(person=colleague, reason="gấp", until=clock.now())
    for right, hours, shown in (
        (None, 0, False),
        (None, 1, True),
        (True, 1, True),
        (False, 1, False),
    ):
        until = clock.now() + timedelta(hours=hours)
        type(glass).objects.filter(pk=glass.pk).update(until=until, judged_right=right)
        with asked_by(colleague.pk):
            assert (str(world.case.pk) in rows()["cases_case"]) is shown


def test_with_the_queries_open_no_page_shows_what_is_not_theirs(
    world: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if somebody had forgotten the rule in each of them."""
    everything: dict[str, Callable[..., Any]] = {
        "cases_visible_to": lambda who: Case.objects.all(),
        "reports_visible_to": lambda who: Report.objects.all(),
    }
    for name, module in list(sys.modules.items()):
        if name.startswith("mangnon."):
            for function, opened in everything.items():
                if hasattr(module, function):
                    monkeypatch.setattr(module, function, opened)
    told = (world.case.number, world.case.report.number, str(world.case.pk))
    looked = 0
    for role, relation, who in everybody(world):
        if "S" in RIGHT[role, relation] or relation == "own" or referrals_to(who).exists():
            continue
        sign_in(client, who)
        pages = ["/vu-viec/", f"/vu-viec/{world.case.pk}/"]
        for page in [*pages, "/ban-lam-viec/"] if relation == "barred" else pages:
            answer = client.get(page, follow=True)
            looked += answer.status_code == 200
            said = answer.content.decode()
            assert not any(one in said for one in told[:2]), (role, relation, page)
    assert looked > 40


def test_a_connection_that_was_told_nothing_is_shown_nothing(world: Cast) -> None:
    with asked_by(None):
        assert dict(rows()) == {}
        assert Case.objects.count() == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(case=world.case, sealed=b"")
    with asked_by(uuid4()):
        assert dict(rows()) == {}


def told() -> tuple[str, str]:
    """What the connection itself remembers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('mangnon.person', true), ''),"
            " coalesce(current_setting('mangnon.system', true), '')"
        )
        return cursor.fetchone()


@pytest.fixture
def _as_in_a_real_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where nothing was said, nobody asks."""
    with asked_by(None):
        monkeypatch.setattr("mangnon.base.walls._whole", [NOBODY])
        yield
        monkeypatch.undo()


@pytest.mark.usefixtures("_as_in_a_real_house")
@pytest.mark.parametrize("broken", [ValueError, IntegrityError])
def test_a_request_that_breaks_leaves_nobody_behind(broken: type[Exception]) -> None:
    who, heard = make_person(None, None), []

    def crashes(request: Any) -> HttpResponse:
        heard.append(told())
        with transaction.atomic(), for_the_system("a lock"):
            heard.append(told())
            if broken is IntegrityError:
                Person.objects.create(pk=who.pk, email="hai@vi-du.test")
            raise ValueError("amid it")

    request = RequestFactory().get("/")
    request.user = who
    with pytest.raises((ValueError, IntegrityError)), transaction.atomic():
        WhoAsks(crashes)(request)
    assert heard == [(str(who.pk), ""), (str(who.pk), "a lock")]
    assert (told(), who_asks()) == (("", ""), NOBODY)


@pytest.mark.usefixtures("_as_in_a_real_house")
def test_a_new_connection_is_told_who_asks() -> None:
    who = make_person(None, None)
    with asked_by(who.pk):
        other = connection.copy()
        try:
            other.connect()
            with other.cursor() as cursor:
                cursor.execute("SELECT current_setting('mangnon.person', true)")
                assert cursor.fetchone() == (str(who.pk),)
        finally:
            other.close()


def test_rows_of_others_are_neither_changed_nor_added_to(world: Cast) -> None:
    stranger = make_person(Role.COMMUNE_LEADER, world.house.nghia_lo)
    before = Case.objects.values().get(pk=world.case.pk)
    with asked_by(stranger.pk):
        assert Case.objects.filter(pk=world.case.pk).update(owner=world.house.nghia_lo) == 0
        assert Note.objects.filter(case=world.case).update(internal=False) == 0
        assert Barred.objects.all().delete()[0] == 0
        for refused in (
            lambda: Note.objects.create(case=world.case, sealed=b""),
            lambda: world.case.shares.create(unit=world.house.nghia_lo),
            lambda: world.case.broken_glass.create(
                person=stranger, reason="xem", until=clock.now()
            ),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                refused()
    assert Case.objects.values().get(pk=world.case.pk) == before
    assert Note.objects.get(case=world.case).internal
    with asked_by(world.worker.pk):
        Note.objects.create(case=world.case, sealed=b"", by=world.worker)
    assert Note.objects.filter(case=world.case).count() == 2


def test_nobody_gives_a_case_away_to_be_rid_of_it(world: Cast) -> None:
    """A row may not be moved out of sight: only an action, once `perms` agreed, does that."""
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with asked_by(world.worker.pk), refused, transaction.atomic():
        Case.objects.filter(pk=world.case.pk).update(owner=world.house.nghia_lo)


def test_every_table_has_its_wall_or_a_reason_for_none() -> None:
    models = [one for app in ("reports", "cases") for one in apps.get_app_config(app).get_models()]
    tables = {one._meta.db_table for one in models}
    assert tables - set(walled()) == set(OPEN)


def test_who_tests_passes_no_wall() -> None:
    words = "Tài khoản PostgreSQL không vượt được tường chắn theo dòng"
    assert [one.ok for one in run_checks() if one.words == words] == [True]
