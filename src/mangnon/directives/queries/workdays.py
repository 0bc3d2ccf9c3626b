"""The days off as they stand in the calendar."""

from __future__ import annotations

from datetime import date

from mangnon.directives.models import Holiday
from mangnon.directives.workdays import DaysOff


def days_off() -> DaysOff:
    """All holidays and worked weekend days. One query."""
    rows = Holiday.objects.values_list("on", "works")
    off: set[date] = set()
    worked: set[date] = set()
    for on, works in rows:
        (worked if works else off).add(on)
    return DaysOff(frozenset(off), frozenset(worked))
