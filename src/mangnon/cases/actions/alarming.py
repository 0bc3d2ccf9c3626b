"""The alarms of the clocks: each mark of each clock told once, whatever happens to the worker.

A clock row remembers the last mark told and when the next is due. A look takes what is due, sets
both by an `update()` that checks they are as it read them, and only then tells: two workers, a
restart, a clock that jumps leave one telling. After a gap the highest mark is told, for it says
all that the lower ones would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mangnon.base.audit.api import record_many
from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.actions.telling import audience, message
from mangnon.cases.choices import DeadlineState
from mangnon.cases.clocks import MARKS, alarms
from mangnon.cases.models import Case, Deadline
from mangnon.directives.api import DaysOff, days_off

BROKEN = MARKS[-1]
# Who is told at a mark: each step up reaches further (both units' heads, then the province).
TOLD: dict[int, tuple[str, ...]] = {
    50: ("worker",),
    75: ("worker", "owner"),
    90: ("worker", "owner", "receiver"),
    100: ("worker", "owner", "receiver", "supervisor"),
}
_AT_ONCE = 200


@dataclass(frozen=True)
class Due:
    """A clock with what has come: the mark to tell (None: nothing), and when the next one comes."""

    clock: Deadline
    mark: int | None
    next_at: datetime | None


def review_clocks(now: datetime) -> int:
    """Tell of every mark that has come by `now`; says how many were told."""
    calendar, told = days_off(), 0
    while waiting := list(_waiting(now)):
        told += _sound(waiting, now, calendar)
    return told


def _waiting(now: datetime) -> Iterator[int]:
    rows = Deadline.objects.filter(ended_at=None, next_alarm_at__lte=now)
    return rows.order_by("next_alarm_at").values_list("pk", flat=True)[:_AT_ONCE].iterator()


@transaction.atomic
def _sound(ids: list[int], now: datetime, calendar: DaysOff) -> int:
    taken = [due for row in _rows(ids) if _take(due := due_now(row, now, calendar))]
    loud = [due for due in taken if due.mark is not None]
    broken = [due.clock.case for due in loud if due.mark == BROKEN]
    record_many(by=None, what="case.clock_broken", on=broken)
    tell_many(one for due in loud for one in _messages(due))
    return len(loud)


def _rows(ids: list[int]) -> list[Deadline]:
    related = ("case__report", "case__owner", "case__receiver", "case__person")
    return list(Deadline.objects.filter(pk__in=ids).select_related(*related).order_by("due_at"))


def due_now(row: Deadline, now: datetime, calendar: DaysOff) -> Due:
    """What has come for a clock: the highest mark not yet told, and the next moment to look."""
    marks = alarms(row.rule, row.started_at, row.due_at, calendar)
    come = [mark for mark, at in marks if at <= now and mark > row.alarmed]
    later = [at for mark, at in marks if at > now and mark > row.alarmed]
    return Due(row, max(come, default=None), min(later, default=None))


def _take(due: Due) -> bool:
    """Ours to tell: nobody else took it, and nobody ended the clock in between."""
    row = due.clock
    mine = Deadline.objects.filter(
        pk=row.pk, ended_at=None, alarmed=row.alarmed, next_alarm_at=row.next_alarm_at
    )
    fields: dict[str, object] = {"next_alarm_at": due.next_at}
    if due.mark is not None:
        fields |= {"alarmed": due.mark, "level": len(TOLD[due.mark]) - 1}
    if due.mark == BROKEN:
        fields["state"] = DeadlineState.BREACHED
    return mine.update(**fields) == 1


def _messages(due: Due) -> Iterator[Message]:
    row, mark = due.clock, due.mark or 0
    case: Case = row.case
    template = "case_clock_broken" if mark == BROKEN else "case_clock_near"
    people = {one.pk: one for name in TOLD[mark] for one in audience(case, name)}
    for person in people.values():
        yield message(case, person, template, f"clock:{row.pk}:{mark}", row.due_at)
