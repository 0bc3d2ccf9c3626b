"""The clocks of a case, in minutes. Pure: rules are data, days off and moments are handed in.

A rule counts minutes, hours or days as they pass, working days to the end of the last one, or runs
until a day that was decided. The acknowledgement is shorter in office hours. Marks of 50, 75, 90
and 100 % of the time that counts are told: for working days, holidays are no part of it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from mangnon.directives.api import DaysOff, add_working_days
from mangnon.kit import clock

_DATA = Path(__file__).parent / "data"
MARKS = (50, 75, 90, 100)
_SPANS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """One row of `data/rules.csv`. `certainty` unchecked: shown as “chưa đối chiếu”."""

    rule: str
    words: str
    amount: int
    unit: str
    office_amount: int | None
    warn_hours: int | None
    article: str
    source: str
    certainty: str

    @property
    def is_checked(self) -> bool:
        return self.certainty == "checked"


@cache
def rules() -> dict[str, Rule]:
    """All rules by name."""
    return {row["rule"]: _rule(row) for row in _rows("rules.csv")}


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        row["rule"],
        row["words"],
        int(row["amount"] or 0),
        row["unit"],
        int(row["office_amount"]) if row["office_amount"] else None,
        int(row["warn_hours"]) if row["warn_hours"] else None,
        row["article"],
        row["source"],
        row["certainty"],
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _office_hours() -> tuple[tuple[time, time], ...]:
    rows = _rows("office_hours.csv")
    return tuple((time.fromisoformat(row["from"]), time.fromisoformat(row["to"])) for row in rows)


def rule_of(name: str) -> Rule:
    """The rule of a clock; `service:12` is a clock of the rule `service`."""
    return rules()[name.partition(":")[0]]


def in_office_hours(moment: datetime, days_off: DaysOff) -> bool:
    local = clock.local(moment)
    at = local.time()
    open_now = any(start <= at < end for start, end in _office_hours())
    return open_now and days_off.is_working(local.date())


def due(rule: str, started_at: datetime, days_off: DaysOff, until: date | None = None) -> datetime:
    """The moment a clock that starts then runs out. `until`: the last day, for rules without a
    length of their own."""
    row = rule_of(rule)
    if row.unit == "until":
        if until is None:
            raise ValueError(f"{rule} runs until a day that must be told")
        return clock.start_of(until + _DAY)
    if row.unit == "workdays":
        last = add_working_days(clock.local(started_at).date(), row.amount, days_off)
        return clock.start_of(last + _DAY)
    amount = row.amount
    if row.office_amount is not None and in_office_hours(started_at, days_off):
        amount = row.office_amount
    return started_at + amount * _SPANS[row.unit]


def mark_at(
    rule: str, started_at: datetime, due_at: datetime, mark: int, days_off: DaysOff
) -> datetime:
    """When a mark (percent of the time that counts) is reached."""
    row = rule_of(rule)
    if mark >= MARKS[-1]:
        return due_at
    if row.unit == "workdays":
        return _in_working_time(started_at, due_at, mark, days_off)
    return started_at + (due_at - started_at) * mark / 100


def _in_working_time(start: datetime, end: datetime, mark: int, days_off: DaysOff) -> datetime:
    """The moment at which `mark` percent of the hours of working days have passed."""
    spans = _working_spans(start, end, days_off)
    left = sum((stop - begin for begin, stop in spans), timedelta()) * mark / 100
    for begin, stop in spans:
        if left <= stop - begin:
            return begin + left
        left -= stop - begin
    return end


def _working_spans(
    start: datetime, end: datetime, days_off: DaysOff
) -> list[tuple[datetime, datetime]]:
    """The parts of the working days between two moments."""
    spans, day = [], clock.local(start).date()
    while clock.start_of(day) < end:
        begin, stop = clock.start_of(day), clock.start_of(day + _DAY)
        if days_off.is_working(day):
            spans.append((max(begin, start), min(stop, end)))
        day += _DAY
    return spans


def alarms(
    rule: str, started_at: datetime, due_at: datetime, days_off: DaysOff
) -> tuple[tuple[int, datetime], ...]:
    """(mark, moment) of every alarm of a clock, in order.

    A rule with `warn_hours` is told that long before its end and at its end, not by percent.
    """
    warn = rule_of(rule).warn_hours
    if warn is not None:
        return ((MARKS[-2], due_at - timedelta(hours=warn)), (MARKS[-1], due_at))
    return tuple((mark, mark_at(rule, started_at, due_at, mark, days_off)) for mark in MARKS)
