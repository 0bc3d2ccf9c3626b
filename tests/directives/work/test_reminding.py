"""Units are reminded at the right steps, each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from mangnon.base.notices.api import Notice
from mangnon.directives import api
from mangnon.directives.actions.reminding import remind_judges, remind_units
from mangnon.directives.api import Event
from mangnon.directives.models import Holiday, Reminder
from mangnon.kit import clock
from tests.directives.work.cast import Cast, make_issued, move, returned, work_of

MONDAY = datetime(2026, 8, 3, 9, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _on_a_monday() -> object:
    with time_machine.travel(MONDAY, tick=False):
        yield


def on(day: int) -> date:
    return date(2026, 8, day)


def told(person: object, start: str) -> list[str]:
    notices = Notice.objects.filter(person_id=str(person.pk), subject__startswith=start)  # type: ignore[attr-defined]
    return [notice.body for notice in notices]


def test_one_message_a_unit_and_step_however_often_the_job_runs(cast: Cast) -> None:
    # Given a letter of two clauses due on Friday the 14th
    make_issued(cast, due_in=11)
    # When the job runs on the days before, twice on each
    reminded = [remind_units(on(day)) for day in (10, 10, 11, 11, 12, 13, 13, 14, 14)]
    # Then each unit hears three working days before, one before and on the day
    assert reminded == [0, 0, 2, 0, 0, 2, 0, 2, 0]
    assert Notice.objects.filter(subject__startswith="Sắp đến hạn").count() == 6
    assert len(told(cast.worker, "Hôm nay đến hạn")) == 1


def test_nobody_is_reminded_on_a_day_off(cast: Cast) -> None:
    make_issued(cast, due_in=11)
    Holiday.objects.create(on=on(11), name="Nghỉ", source="Thử")
    assert [remind_units(on(day)) for day in (11, 15, 16)] == [0, 0, 0]


def test_a_unit_that_returned_everything_is_left_in_peace(cast: Cast) -> None:
    letter = make_issued(cast, due_in=11)
    for mark in "12":
        returned(cast, work_of(letter, cast.house.son_ha, mark))
    assert remind_units(on(13)) == 1
    assert told(cast.worker, "Sắp đến hạn") == []
    assert len(told(cast.neighbour, "Sắp đến hạn")) == 1


def test_after_the_deadline_the_issuer_hears_it_once_a_day(cast: Cast) -> None:
    make_issued(cast, due_in=11)
    remind_units(on(14))
    # Monday is the first working day after, the next round comes five working days later
    assert [remind_units(on(day)) for day in (17, 17, 18, 21, 24)] == [2, 0, 0, 0, 2]
    assert len(told(cast.neighbour, "Quá hạn")) == 2
    overdue = Notice.objects.filter(
        person_id=str(cast.officer.pk), subject__startswith="2 đơn vị quá hạn"
    )
    assert overdue.count() == 2


def test_a_new_deadline_is_reminded_anew(cast: Cast) -> None:
    letter = make_issued(cast, due_in=11)
    remind_units(on(13))
    for mark in "12":
        work = work_of(letter, cast.house.son_ha, mark)
        ask = {"until": on(21), "reason": "Mưa lũ"}
        move(cast.worker, cast.house.son_ha, work, Event.ASK_EXTENSION, **ask)
        move(cast.officer, cast.house.health, work, Event.ANSWER_EXTENSION, granted=True)
    assert remind_units(on(14)) == 1
    assert remind_units(on(20)) == 2
    steps = Reminder.objects.filter(unit=cast.house.son_ha).values_list("due_on", "step")
    assert sorted(steps) == [(on(14), "before-1"), (on(21), "before-1")]


def test_a_withdrawn_letter_reminds_nobody(cast: Cast) -> None:
    letter = make_issued(cast, due_in=11)
    api.withdraw(by=cast.officer, directive=letter, version=letter.version, reason="Nhầm")
    assert remind_units(on(13)) == 0


def test_judges_hear_once_a_day_how_much_waits(cast: Cast) -> None:
    letter = make_issued(cast, due_in=11)
    for mark in "12":
        returned(cast, work_of(letter, cast.house.son_ha, mark))
    evening = MONDAY + timedelta(hours=10)
    assert [remind_judges(evening), remind_judges(evening)] == [1, 1]
    assert Notice.objects.filter(subject__startswith="2 báo cáo chờ duyệt").count() == 2
    assert remind_judges(evening + timedelta(days=3)) == 0
