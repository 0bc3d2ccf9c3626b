"""What a database must do to keep the counters. Two do: a file (`sqlite`) and ClickHouse.

Tables, the same in both:
  minutes(site, minute, who, category, answers)   minute since 1970, UTC; answers add up
  hours(site, hour, who, category, answers)       hour since 1970, UTC; answers add up
  names(site, day, who, category, name, answers)  day since 1970 as the filter says; adds up
  seen(gateway, ident, minute)                    reports that are in already
Reading is SQL that both understand, with values as `:name`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
Put = Callable[[str, Sequence[Row]], None]

COLUMNS = {
    "minutes": ("site", "minute", "who", "category", "answers"),
    "hours": ("site", "hour", "who", "category", "answers"),
    "names": ("site", "day", "who", "category", "name", "answers"),
    "seen": ("gateway", "ident", "minute"),
}
MINUTES_DAYS, HOURS_DAYS, NAMES_DAYS = 40, 400, 90


class StoreFailed(Exception):
    """The counters could not be read or written; the words are fit for a screen."""


class Engine(Protocol):
    def batch(self, gateway: str, ident: str, minute: int) -> AbstractContextManager[Put | None]:
        """A way to put rows, all or none, once for each ident of a gateway; None when it was put
        before."""

    def rows(self, sql: str, values: Mapping[str, int | str]) -> list[Row]:
        """What a question finds."""

    def sweep(self, minute: int) -> None:
        """Let go what is older than it may be at this minute."""
