"""Which days figures are about, and the days before them to compare with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SPANS = {"7": 7, "30": 30, "90": 90}
DEFAULT = "30"
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Period:
    """From a day up to another, the second not included."""

    key: str
    since: date
    until: date
    words: str

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def is_month(self) -> bool:
        return "-" in self.key


def period(key: str, today: date) -> Period:
    """`7`, `30`, `90` for the last days with today, `2026-03` for a month; else the last 30."""
    if key in _SPANS:
        since = today - timedelta(days=_SPANS[key] - 1)
        return Period(key, since, today + timedelta(days=1), f"{_SPANS[key]} ngày qua")
    try:
        first = date.fromisoformat(f"{key}-01")
    except ValueError:
        return period(DEFAULT, today)
    return Period(key, first, _next_month(first), f"tháng {first:%m/%Y}")


def before(span: Period, today: date) -> Period:
    """The month before a month; as many days before the last days."""
    if span.is_month:
        return period(f"{span.since - timedelta(days=1):%Y-%m}", today)
    since = span.since - timedelta(days=span.days)
    return Period("", since, span.since, f"{span.days} ngày trước đó")


def choices(today: date) -> list[tuple[str, str]]:
    """The periods to choose from: last days, then the months that are kept."""
    found = [(key, f"{days} ngày qua") for key, days in _SPANS.items()]
    month = today.replace(day=1)
    for _ in range(MONTHS_SHOWN):
        found.append((f"{month:%Y-%m}", f"Tháng {month:%m/%Y}"))
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
