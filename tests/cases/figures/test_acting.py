"""The first thing done in a case is timed once."""

from __future__ import annotations

from datetime import timedelta

from mangnon.cases.actions.acting import note_first_action
from mangnon.cases.models import Case
from mangnon.kit import clock
from tests.cases.machine.cast import Cast

NOTHING_DONE = ("forward", "reassign", "give_consent", "ask_void")


def test_the_first_action_is_timed_from_the_information_and_no_later_one(cast: Cast) -> None:
    case = Case.objects.get(pk=cast.case.pk)
    start = case.received_at

    for event in NOTHING_DONE:
        note_first_action(case, event, start + timedelta(minutes=5))
    assert Case.objects.get(pk=case.pk).acted_minutes is None

    note_first_action(case, "take", start + timedelta(minutes=95, seconds=59))
    note_first_action(case, "assess_risk", start + timedelta(minutes=300))

    assert Case.objects.get(pk=case.pk).acted_minutes == 95


def test_taking_a_case_is_its_first_action(cast: Cast) -> None:
    Case.objects.update(received_at=clock.now())
    cast.forward()
    assert cast.case.acted_minutes is None

    cast.make("take", cast.chair, person=cast.worker)

    assert cast.case.acted_minutes == 0
    assert Case.objects.get(pk=cast.case.pk).acted_minutes == 0
