"""The 12 hours of a report that nobody decided on: they run from when it came, before any case.

New words of a reporter after a decision have 12 hours of their own, counted from the words, and
never move the first ones. Each mark is told once: first to whoever works with reports where it
lies, from 90 percent also to the province's desk. After a gap the highest mark is told: it says
all that the lower ones would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    late = reports.reports_unheeded(now - half + reports.ROUNDED_BY, BROKEN)
    return sum(_sound(one, now, calendar) for one in late[:_AT_ONCE])


@dataclass(frozen=True)
class Hours:
    """One clock of 12 hours: `told` is where its last mark is kept. What came before `since` came
    while a decision stood, and nobody waited."""

    told: str
    start: datetime
    since: datetime | None = None


def hours_of(report: reports.Report) -> list[Hours]:
    """The first one never moves; new words after a decision have one of their own beside it."""
    first = Hours("alarmed", report.counted_from, report.news_at)
    return [first] if report.news_at is None else [first, Hours("news_alarmed", report.news_at)]


def ends_of(report: reports.Report, now: datetime) -> list[tuple[str, datetime, bool]]:
    """When the hours of a report that waits run out, in words for its page; whether they have."""
    words = {"alarmed": "12 giờ từ lúc nhận", "news_alarmed": "12 giờ của tin mới"}
    calendar = days_off()
    ends = [(words[one.told], due(INITIAL, one.start, calendar)) for one in hours_of(report)]
    return [(name, end, end <= now) for name, end in ends]


def _sound(report: reports.Report, now: datetime, calendar: DaysOff) -> bool:
    """Both clocks are asked, whatever the first one tells."""
    told = [_sound_one(report, hours, now, calendar) for hours in hours_of(report)]
    return any(told)


@transaction.atomic
def _sound_one(report: reports.Report, hours: Hours, now: datetime, calendar: DaysOff) -> bool:
    ends = due(INITIAL, hours.start, calendar)
    come = {mark: at for mark, at in alarms(INITIAL, hours.start, ends, calendar) if at <= now}
    mark = max(come, default=0)
    if mark <= getattr(report, hours.told) or not reports.note_alarm(report, hours.told, mark):
        return False
    if hours.since is not None and come[mark] <= hours.since:
        return False
    if mark == BROKEN:
        facts = {"since": hours.start.isoformat()}
        unit = report.receiving_unit_id
        record(by=None, what="report.clock_broken", on=report, facts=facts, unit=unit)
    tell_many(_messages(report, hours, mark, ends))
    return True


def _messages(report: reports.Report, hours: Hours, mark: int, ends: datetime) -> Iterator[Message]:
    template = "report_overdue" if mark == BROKEN else "report_waits"
    for person in heard_by(report, mark):
        yield Message(
            template=template,
            key=f"report:{report.pk}:{_of(hours)}{mark}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context={"number": report.number, "start": hours.start, "due_at": ends},
            link=f"/vu-viec/tin-bao/{report.pk}/",
        )


def _of(hours: Hours) -> str:
    """A second time of new words tells its marks anew."""
    return "" if hours.told == "alarmed" else f"{hours.start:%Y%m%d%H%M%S%f}:"


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
