"""The clocks of requests about data, and the grounds on which one may be refused. Pure.

Decree 356/2025 Art. 5: a first answer in working days, then the doing in days by kind of request,
which can be made longer once by as much. Rows are data; days off and moments are handed in.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from mangnon.directives.api import DaysOff, add_working_days
from mangnon.kit import clock

_DATA = Path(__file__).parent / "data"
_DAY = timedelta(days=1)
MARKS = (50, 75, 90, 100)
EVERY_KIND = "*"


@dataclass(frozen=True)
class SubjectRule:
    """One row of `data/subject_rules.csv`. What is unchecked is shown as “chưa đối chiếu”: the
    lengths by `certainty`, from which day they count by `start_certainty`."""

    kind: str
    answer_workdays: int
    days: int
    kept_years: int
    article: str
    source: str
    certainty: str
    start_words: str
    start_certainty: str

    @property
    def is_checked(self) -> bool:
        return self.certainty == self.start_certainty == "checked"


@dataclass(frozen=True)
class Ground:
    """One row of `data/subject_grounds.csv`: why a request of these kinds may be refused."""

    ground: str
    words: str
    kinds: frozenset[str]
    article: str
    source: str
    certainty: str

    @property
    def is_checked(self) -> bool:
        return self.certainty == "checked"

    def fits(self, kind: str) -> bool:
        return EVERY_KIND in self.kinds or kind in self.kinds


@cache
def subject_rules() -> dict[str, SubjectRule]:
    """The rules by kind of request."""
    return {row["kind"]: _rule(row) for row in _rows("subject_rules.csv")}


@cache
def grounds() -> dict[str, Ground]:
    """The grounds by code, in the order in which they are offered."""
    return {row["ground"]: _ground(row) for row in _rows("subject_grounds.csv")}


def grounds_for(kind: str) -> list[Ground]:
    return [one for one in grounds().values() if one.fits(kind)]


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rule(row: dict[str, str]) -> SubjectRule:
    return SubjectRule(
        kind=row["kind"],
        answer_workdays=int(row["answer_workdays"]),
        days=int(row["days"]),
        kept_years=int(row["kept_years"]),
        article=row["article"],
        source=row["source"],
        certainty=row["certainty"],
        start_words=row["start_words"],
        start_certainty=row["start_certainty"],
    )


def _ground(row: dict[str, str]) -> Ground:
    kinds = frozenset(row["kinds"].split())
    rest = (row["article"], row["source"], row["certainty"])
    return Ground(row["ground"], row["words"], kinds, *rest)


def answer_due(kind: str, received_at: datetime, days_off: DaysOff) -> datetime:
    """The end of the last working day for the first answer."""
    day = clock.local(received_at).date()
    last = add_working_days(day, subject_rules()[kind].answer_workdays, days_off)
    return clock.start_of(last + _DAY)


def done_due(kind: str, received_at: datetime, *, extended: bool = False) -> datetime:
    """The end of the last day for doing it; the day of receipt is not counted."""
    days = subject_rules()[kind].days * (2 if extended else 1)
    return clock.start_of(clock.local(received_at).date() + timedelta(days=days) + _DAY)


@dataclass(frozen=True, order=True)
class Alarm:
    """A mark of one of the two clocks, and when it comes."""

    at: datetime
    mark: int
    of_answer: bool


def alarms(
    received_at: datetime, answer_due_at: datetime | None, due_at: datetime
) -> tuple[Alarm, ...]:
    """All marks in order; `answer_due_at` is None once the first answer went out."""
    found = [Alarm(_mark_at(received_at, due_at, mark), mark, False) for mark in MARKS]
    if answer_due_at is not None:
        ends = ((mark, _mark_at(received_at, answer_due_at, mark)) for mark in MARKS)
        found += [Alarm(at, mark, True) for mark, at in ends]
    return tuple(sorted(found))


def next_alarm(
    received_at: datetime, answer_due_at: datetime | None, due_at: datetime, after: datetime
) -> datetime | None:
    """When the next mark comes; None after the last."""
    later = (one.at for one in alarms(received_at, answer_due_at, due_at) if one.at > after)
    return min(later, default=None)


def _mark_at(start: datetime, end: datetime, mark: int) -> datetime:
    return end if mark >= MARKS[-1] else start + (end - start) * mark / 100
