"""Keeping the days off."""

from __future__ import annotations

from datetime import date

from mangnon.directives.models import Holiday
from mangnon.units.api import Person


def set_holiday(
    *, by: Person, on: date, name: str, source: str, works: bool = False, checked: bool = True
) -> Holiday:
    """Write a day off, or with `works` a weekend day that is worked. Provincial officers only."""
    raise NotImplementedError


def remove_holiday(*, by: Person, on: date) -> None:
    raise NotImplementedError
