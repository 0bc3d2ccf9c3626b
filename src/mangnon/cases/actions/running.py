"""The rows of a case's clocks: started, ended, put away. A broken one stays broken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case as Choose
from django.db.models import Q, QuerySet, Value, When

from mangnon.base.audit.api import record
from mangnon.cases.choices import DeadlineState
from mangnon.cases.clocks import alarms, due, rules
from mangnon.cases.machine.effects import EMERGENCY
from mangnon.cases.machine.facts import Start
from mangnon.cases.models import Case, Deadline
from mangnon.directives.api import DaysOff, days_off


def start_clocks(case: Case, starts: Iterable[Start], now: datetime) -> None:
    """A clock of the same rule that runs is put away, but for the 12 hours: they run on."""
    wanted = list(starts)
    if not wanted:
        return
    calendar = days_off()
    for start in wanted:
        running = case.deadlines.filter(rule=start.rule, ended_at=None)
        if start.rule == EMERGENCY and running.exists():
            continue
        _put_away(running, now)
        _started(case, start, calendar).save()


def _started(case: Case, start: Start, calendar: DaysOff) -> Deadline:
    """`next_alarm_at` may have passed already: then the next look tells of it at once."""
    due_at = due(start.rule, start.at, calendar, start.until)
    (_, first), *_ = alarms(start.rule, start.at, due_at, calendar)
    return Deadline(
        case=case,
        rule=start.rule,
        started_at=start.at,
        due_at=due_at,
        next_alarm_at=min(first, due_at),
    )


def stop_clocks(case: Case, rules: Iterable[str], now: datetime) -> int:
    """What they wait for is done: met, or met late. The server's clock judges, nobody's word."""
    in_time = When(state=DeadlineState.ARMED, due_at__gte=now, then=Value(DeadlineState.MET))
    return _running(case, rules).update(
        state=Choose(in_time, default=Value(DeadlineState.MET_LATE)),
        ended_at=now,
        next_alarm_at=None,
    )


def void_clocks(case: Case, rules: Iterable[str], now: datetime) -> int:
    """What they wait for is no longer asked."""
    return _put_away(_running(case, rules), now)


def _put_away(running: QuerySet[Deadline], now: datetime) -> int:
    """One that is past its time and was not met is broken, whether or not anybody was told yet."""
    gone = When(state=DeadlineState.ARMED, due_at__gte=now, then=Value(DeadlineState.VOID))
    return running.update(
        state=Choose(gone, default=Value(DeadlineState.BREACHED)),
        ended_at=now,
        next_alarm_at=None,
    )


def _running(case: Case, rules: Iterable[str]) -> QuerySet[Deadline]:
    wanted = Q(pk__in=[])
    for rule in rules:
        exact = Q(rule=rule)
        wanted |= Q(rule__startswith=rule[:-1]) if rule.endswith("*") else exact
    return case.deadlines.filter(wanted, ended_at=None)


def count_anew() -> int:
    """Working days were edited: running clocks that count them end when they end now.

    Only clocks that are not broken; the same calendar moves nothing. Says how many moved.
    """
    calendar, moved = days_off(), 0
    running = Deadline.objects.filter(ended_at=None, state=DeadlineState.ARMED)
    by_workdays = [name for name, rule in rules().items() if rule.unit == "workdays"]
    for row in running.filter(rule__in=by_workdays).select_related("case"):
        ends = due(row.rule, row.started_at, calendar)
        if ends != row.due_at:
            moved += _move(row, ends, calendar)
    return moved


@transaction.atomic
def _move(row: Deadline, ends: datetime, calendar: DaysOff) -> int:
    """Nobody ended, told or moved it in between; a mark told already is not told again."""
    marks = alarms(row.rule, row.started_at, ends, calendar)
    later = [at for mark, at in marks if mark > row.alarmed]
    mine = Deadline.objects.filter(
        pk=row.pk, due_at=row.due_at, alarmed=row.alarmed, ended_at=None, state=DeadlineState.ARMED
    )
    if mine.update(due_at=ends, next_alarm_at=min(later, default=ends)) != 1:
        return 0
    facts = {"from": row.due_at.isoformat(), "to": ends.isoformat(), "rule": row.rule}
    record(by=None, what="case.clock_moved", on=row.case, facts=facts, unit=row.case.owner_id)
    return 1
