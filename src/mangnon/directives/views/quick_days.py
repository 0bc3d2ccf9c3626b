"""Deadlines to choose with one touch, in working days from today."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from mangnon.base.ui.words import WEEKDAYS
from mangnon.directives.queries.holidays import holidays_in
from mangnon.directives.workdays import DaysOff, add_working_days

DAYS = (5, 10, 15, 30)


def days_off_from(day: date) -> DaysOff:
    """The days off of this year and the next."""
    known = [*holidays_in(day.year), *holidays_in(day.year + 1)]
    return DaysOff(
        frozenset(one.on for one in known if not one.works),
        frozenset(one.on for one in known if one.works),
    )


def choices() -> list[tuple[str, str]]:
    """`("2025-11-28", "5 ngày làm việc" and below it "thứ Sáu 28/11/2025")`."""
    today = timezone.localdate()
    days_off = days_off_from(today)
    ends = [(count, add_working_days(today, count, days_off)) for count in DAYS]
    return [
        (end.isoformat(), f"{count} ngày làm việc\n{WEEKDAYS[end.weekday()]} {end:%d/%m/%Y}")
        for count, end in ends
    ]
