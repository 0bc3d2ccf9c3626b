"""The 12 hours of a report that nobody decided on: they run from when it came, before any case.

Each mark is told once: first to whoever works with reports where it lies, from 90 percent also to
the province's desk. After a gap the highest mark is told: it says all that the lower ones would.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.clocks import MARKS, alarms, due
from mangnon.cases.machine.effects import INITIAL
from mangnon.directives.api import DaysOff, days_off
from mangnon.reports import api as reports
from mangnon.units.api import Person, Role, people_at

FIRST, BROKEN = MARKS[0], MARKS[-1]
TO_THE_DESK = 90
_AT_ONCE = 500


def review_reports(now: datetime) -> int:
    """Tell of every mark that has come by `now`; says how many were told."""
    calendar = days_off()
    half = (due(INITIAL, now, calendar) - now) * FIRST / 100
    late = reports.reports_unheeded(now - half, BROKEN)
    return sum(_sound(one, now, calendar) for one in late[:_AT_ONCE])


@transaction.atomic
def _sound(report: reports.Report, now: datetime, calendar: DaysOff) -> bool:
    start = report.received_at
    ends = due(INITIAL, start, calendar)
    come = [mark for mark, at in alarms(INITIAL, start, ends, calendar) if at <= now]
    mark = max(come, default=0)
    if mark <= report.alarmed or not reports.note_alarm(report, mark):
        return False
    if mark == BROKEN:
        record(by=None, what="report.clock_broken", on=report, unit=report.receiving_unit_id)
    tell_many(_messages(report, mark, ends))
    return True


def _messages(report: reports.Report, mark: int, ends: datetime) -> Iterator[Message]:
    template = "report_overdue" if mark == BROKEN else "report_waits"
    for person in heard_by(report, mark):
        yield Message(
            template=template,
            key=f"report:{report.pk}:{mark}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context={"number": report.number, "due_at": ends},
            link=f"/vu-viec/tin-bao/{report.pk}/",
        )


def heard_by(report: reports.Report, mark: int) -> list[Person]:
    """Nobody there, or only who must not know: the province's desk."""
    here, desk = report.receiving_unit, reports.duty_desk()
    people = [one for one in people_at(here) if reports.can_hold_key(one, here)]
    officers = [*people_at(desk, [Role.PROVINCIAL_OFFICER])]
    found = _free([*people, *officers] if mark >= TO_THE_DESK else people, report)
    return found or _free(officers, report)


def _free(people: list[Person], report: reports.Report) -> list[Person]:
    kept = {one.pk: one for one in people if not reports.is_barred(one, report)}
    return list(kept.values())
