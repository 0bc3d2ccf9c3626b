"""Working days, by known weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.directives.reminders import step_reached, step_to_send
from mangnon.directives.workdays import DaysOff, add_working_days, working_days_between

PLAIN = DaysOff()
# A Monday to Friday with the Tuesday off and the Saturday before it worked instead.
SWAPPED = DaysOff(off=frozenset({date(2026, 9, 1)}), worked=frozenset({date(2026, 8, 29)}))
FRIDAY, MONDAY = date(2026, 8, 28), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, MONDAY, 1),
        (FRIDAY, FRIDAY + timedelta(days=1), 0),
        (MONDAY, FRIDAY, -1),
        (MONDAY, MONDAY + timedelta(days=7), 5),
    ],
)
def test_weekends_do_not_count(start: date, end: date, days: int) -> None:
    assert working_days_between(start, end, PLAIN) == days


def test_a_holiday_does_not_count_and_a_worked_saturday_does() -> None:
    assert working_days_between(FRIDAY, MONDAY, SWAPPED) == 2
    assert working_days_between(MONDAY, date(2026, 9, 2), SWAPPED) == 1
    assert add_working_days(MONDAY, 1, SWAPPED) == date(2026, 9, 2)
    assert add_working_days(MONDAY, -1, SWAPPED) == date(2026, 8, 29)


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(days, st.integers(1, 60), st.frozensets(days, max_size=20))
def test_adding_working_days_is_counted_back(start: date, count: int, off: frozenset[date]) -> None:
    end = add_working_days(start, count, DaysOff(off))
    assert working_days_between(start, end, DaysOff(off)) == count
    assert DaysOff(off).is_working(end)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 8, 24), None),  # Monday, four working days to go
        (date(2026, 8, 25), "before-3"),
        (date(2026, 8, 26), "before-3"),
        (date(2026, 8, 27), "before-1"),
        (FRIDAY, "day"),
        (MONDAY, "after-1"),
        (date(2026, 9, 4), "after-1"),
        (date(2026, 9, 7), "after-6"),
        (date(2026, 9, 14), "after-11"),
    ],
)
def test_steps_of_a_friday_deadline(today: date, step: str | None) -> None:
    assert step_reached(FRIDAY, today, PLAIN) == step


def test_a_deadline_on_a_sunday_is_met_on_the_friday() -> None:
    assert step_reached(date(2026, 8, 30), FRIDAY, PLAIN) == "day"


def test_a_step_that_had_come_when_the_work_was_given_is_not_told() -> None:
    thursday = date(2026, 8, 27)
    assert step_to_send(FRIDAY, thursday, thursday, PLAIN) is None
    assert step_to_send(FRIDAY, thursday, FRIDAY, PLAIN) == "day"
