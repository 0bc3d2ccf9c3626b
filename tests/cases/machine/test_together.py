"""Several at once upon one case: exactly one wins, the others are told, nothing is done twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from mangnon.base.audit.api import rows_about, verify
from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.opening import open_case
from mangnon.cases.machine.replaying import replayed
from mangnon.cases.models import Case, CaseEvent
from mangnon.cases.refusals import Conflict
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast, make_cast, paper, signing
from tests.cast import make_person
from tests.reports.cast import tell

pytestmark = pytest.mark.django_db(transaction=True)
Attempt = Callable[[], object]


def at_once(*attempts: Attempt) -> Counter[str]:
    """Run the attempts in threads that start together; says how they ended."""
    ready, ends = threading.Barrier(len(attempts)), []

    def run(attempt: Attempt) -> None:
        ready.wait()
        try:
            attempt()
            ends.append("done")
        except Conflict:
            ends.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(ends)


def trying(cast: Cast, event: str, by: Person, *, token: str = "", **data: Any) -> Attempt:
    """The move as it is sent from a page that shows the case as it stands now."""
    now = Case.objects.get(pk=cast.case.pk)
    return lambda: apply(
        case_id=now.pk,
        event=event,
        by=by,
        unit=cast.unit_of(by),
        version=now.version,
        data=data,
        token=token or uuid4().hex,
        reader=cast.readers.get(by.pk),
    )


def assert_whole(cast: Cast, moves: int) -> None:
    """One event and one audit row more, and the record tells the same state."""
    case = Case.objects.get(pk=cast.case.pk)
    numbers = list(case.events.values_list("number", flat=True))
    assert numbers == list(range(1, moves + 1))
    rows = [row for row in rows_about(case) if "number" in row.facts]
    told = replayed(row.facts for row in sorted(rows, key=lambda row: row.seq))
    assert told["main"] == case.state  # type: ignore[index]
    assert case.version == moves
    assert verify() == []


def test_of_approving_rejecting_and_withdrawing_one_happens() -> None:
    cast = make_cast()
    cast.planned()
    deputy = make_person(Role.COMMUNE_LEADER, cast.house.son_ha)
    before = Case.objects.get().version
    ends = at_once(
        trying(cast, "approve_plan", cast.chair, **signing()),
        trying(cast, "reject_plan", deputy, reason="thiếu người làm"),
        trying(cast, "withdraw_plan", cast.worker, reason="sửa lại"),
    )
    assert ends == {"done": 1, "conflict": 2}
    assert_whole(cast, before + 1)


def test_of_closing_and_planning_anew_one_happens() -> None:
    cast = make_cast()
    cast.reviewed()
    before = Case.objects.get().version
    closing = {"closing": "safe_at_home", "reason": "ổn", "retention": "child"}
    ends = at_once(
        trying(cast, "close", cast.chair, **closing),
        trying(cast, "reassign", cast.chair, person=cast.worker),
        trying(cast, "ask_void", cast.officer, reason="nhầm"),
    )
    assert ends == {"done": 1, "conflict": 2}
    assert_whole(cast, before + 1)


def test_one_form_sent_eight_times_is_one_move() -> None:
    cast = make_cast()
    said = {"unit": cast.house.son_ha, "paper": paper("01")}
    send = trying(cast, "forward", cast.officer, token="mot-lan", **said)
    assert at_once(*[send] * 8) == {"done": 8}
    assert CaseEvent.objects.filter(event="forward").count() == 1
    assert_whole(cast, 2)


def test_eight_people_with_eight_reasons_are_one_and_seven() -> None:
    cast = make_cast()
    cast.taken()
    before = Case.objects.get().version
    tries = [
        trying(cast, "raise_urgency", cast.worker, reason=f"lý do {number}") for number in range(8)
    ]
    assert at_once(*tries) == {"done": 1, "conflict": 7}
    assert_whole(cast, before + 1)


def test_one_form_opens_one_case() -> None:
    cast = make_cast()
    report = tell().report

    def opening() -> object:
        return open_case(
            by=cast.officer,
            unit=report.receiving_unit,
            report_id=report.pk,
            commune_of_event=None,
            commune_of_residence=None,
            token="cung-luc",
        )

    assert at_once(*[opening] * 6) == {"done": 6}
    assert Case.objects.filter(report=report).count() == 1
