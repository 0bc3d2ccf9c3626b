"""Counting working days. Pure: the days off are handed in.

A working day is Monday to Friday and no holiday, or a weekend day that is worked in exchange.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True)
class DaysOff:
    """Holidays, and the weekend days that are worked in exchange."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() <= _FRIDAY and day not in self.off


def working_days_between(start: date, end: date, days_off: DaysOff) -> int:
    """Working days after `start` up to and with `end`; negative when `end` comes first.

    From a Friday to the next Monday it is 1, from a day to itself 0.
    """
    if end < start:
        return -working_days_between(end, start, days_off)
    days = (start + _DAY * step for step in range(1, (end - start).days + 1))
    return sum(days_off.is_working(day) for day in days)


def add_working_days(start: date, count: int, days_off: DaysOff) -> date:
    """The working day that lies `count` working days after `start` (before it when negative)."""
    step = _DAY if count > 0 else -_DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= days_off.is_working(day)
    return day
