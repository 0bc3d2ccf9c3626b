"""Clocks in minutes, over weekends and Tết; rules are data with a source."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mangnon.cases.clocks import alarms, due, in_office_hours, mark_at, rule_of, rules
from mangnon.directives.api import DaysOff
from mangnon.kit.clock import VIETNAM, local

# Tết of 2027: 5 to 11 February off, and a Saturday worked in exchange.
TET = DaysOff(
    off=frozenset(date(2027, 2, day) for day in range(5, 12)),
    worked=frozenset({date(2027, 1, 30)}),
)


def at(day: int, month: int, hour: int = 0, minute: int = 0, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def test_twelve_hours_are_twelve_hours_whatever_the_day() -> None:
    for start in (at(6, 2, 23, 40), at(28, 11, 3, 1, 2026), at(28, 2, 20)):
        assert due("emergency_12h", start, TET) - start == timedelta(hours=12)
    assert due("content", at(6, 2, 1), TET) == at(7, 2, 1)
    assert due("crime", at(1, 2, 9), TET) == at(21, 2, 9)


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        (at(25, 1, 9), at(31, 1)),  # Monday: Tue, Wed, Thu, Fri and the Saturday that is worked
        (at(3, 2, 16, 59), at(18, 2)),  # Wednesday before Tết: Thu, then Fri 12, 15, 16, 17
        (at(7, 2, 10), at(19, 2)),  # in the middle of Tết: Fri 12, 15, 16, 17, 18
    ],
)
def test_five_working_days_end_with_the_last_of_them(start: datetime, ends: datetime) -> None:
    assert due("plan", start, TET) == ends


def test_the_acknowledgement_is_shorter_while_the_office_is_open() -> None:
    assert due("ack", at(25, 1, 9), TET) == at(25, 1, 9, 30)
    assert due("ack", at(25, 1, 12), TET) == at(25, 1, 14)
    assert due("ack", at(30, 1, 14), TET) == at(30, 1, 14, 30)  # the Saturday that is worked
    assert due("ack", at(9, 2, 9), TET) == at(9, 2, 11)  # Tết
    assert in_office_hours(at(25, 1, 7, 30), TET)
    assert not in_office_hours(at(25, 1, 17), TET)


def test_what_runs_until_a_day_runs_to_its_last_minute() -> None:
    assert due("separation", at(25, 1, 9), TET, date(2027, 2, 9)) == at(10, 2)
    assert due("service:12", at(25, 1, 9), TET, date(2027, 2, 1)) == at(2, 2)
    with pytest.raises(ValueError, match="runs until a day"):
        due("separation", at(25, 1, 9), TET)


def test_marks_of_hours_are_parts_of_the_hours() -> None:
    start = at(25, 1, 8)
    marks = alarms("emergency_12h", start, due("emergency_12h", start, TET), TET)
    assert [(mark, local(moment)) for mark, moment in marks] == [
        (50, at(25, 1, 14)),
        (75, at(25, 1, 17)),
        (90, at(25, 1, 18, 48)),
        (100, at(25, 1, 20)),
    ]


def test_marks_of_working_days_leave_holidays_out() -> None:
    """From the morning of the 4th, a working day, there are 16 hours of it and five days more."""
    start, ends = at(4, 2, 8), at(19, 2)
    assert due("plan", start, TET) == ends
    assert mark_at("plan", start, ends, 50, TET) == at(16, 2, 4)  # 68 hours: 16 + 24 + 24 + 4
    assert [local(moment) for _, moment in alarms("plan", start, ends, TET)] == [
        at(16, 2, 4),
        at(17, 2, 14),
        at(18, 2, 10, 24),
        at(19, 2),
    ]


def test_a_separation_is_told_three_days_before_it_ends() -> None:
    start, ends = at(25, 1, 9), at(10, 2)
    assert alarms("separation", start, ends, TET) == ((90, at(7, 2)), (100, at(10, 2)))


def test_every_rule_has_words_a_source_and_a_certainty() -> None:
    for rule in rules().values():
        assert rule.words
        assert rule.source
        assert rule.article
        assert rule.certainty in {"checked", "unchecked"}
        assert rule.unit in {"minutes", "hours", "days", "workdays", "until"}
        assert rule.amount > 0 or rule.unit == "until"
    assert rule_of("service:3").rule == "service"
    assert not rule_of("approval").is_checked
    assert rule_of("emergency_12h").is_checked
