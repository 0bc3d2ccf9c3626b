"""What a filter counts, checked before it is kept.

A category is a word: blank what was open, `games` blocked for that category, `+games` open although
a list has it, `?adult` open and flagged by the name model, `=games` opened by an allowance, `own`,
`dv:tiktok` and `ordered` blocked by that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

VIETNAM_HOURS = 7
MOST_ANSWERS = 10**9
OLDEST = timedelta(days=400)  # hours are kept so long; what is older has nowhere to go
AHEAD = timedelta(days=1)  # a filter whose clock is further ahead is not believed
EPOCH = date(1970, 1, 1)
_WHO = re.compile(r"[a-z0-9_-]{1,40}")
_CATEGORY = re.compile(r"(?:[+?=]?[a-z0-9][a-z0-9:_-]{0,39})?")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")

RawCount = tuple[str, str, str, int]
RawTop = tuple[str, str, str, str, int]


class Kind(Enum):
    """What became of an answer, by the first letter of its category."""

    OPEN = ""
    LISTED = "+"
    FLAGGED = "?"
    ALLOWED = "="
    BLOCKED = "x"


def kind_of(category: str) -> Kind:
    if not category:
        return Kind.OPEN
    return Kind(category[0]) if category[0] in "+?=" else Kind.BLOCKED


def bare(category: str) -> str:
    """The category without its mark: `games` of `=games`."""
    return category.lstrip("+?=")


@dataclass(frozen=True, slots=True)
class Batch:
    """One report of a filter, ready for the tables. refused: rows that made no sense.

    minutes, hours: (minute or hour since 1970, group, category) -> answers; names: (day since 1970,
    group, category, name) -> answers.
    """

    minutes: Counter[tuple[int, str, str]]
    hours: Counter[tuple[int, str, str]]
    names: Counter[tuple[int, str, str, str]]
    refused: int


def checked(rows: Iterable[RawCount], top: Iterable[RawTop], now: datetime) -> Batch:
    """Rows as they stand in a filter's file; what cannot be true is left out and counted."""
    minutes: Counter[tuple[int, str, str]] = Counter()
    hours: Counter[tuple[int, str, str]] = Counter()
    names: Counter[tuple[int, str, str, str]] = Counter()
    refused = 0
    at = _Known(lambda text: _minute(text, now))
    fits = _Known(_fits)
    for text, who, category, answers in rows:
        minute = at[str(text)]
        if minute is None or not (_is_count(answers) and fits[str(who), str(category)]):
            refused += 1
            continue
        minutes[minute, who, category] += answers
        hours[minute // 60, who, category] += answers
    for text, who, category, name, answers in top:
        day = _day(text, now)
        known = _is_count(answers) and fits[str(who), str(category)]
        if day is None or not known or not _is_name(name):
            refused += 1
            continue
        names[day, who, category, name] += answers
    return Batch(minutes, hours, names, refused)


class _Known(dict[Any, Any]):
    """Values worked out once: a report has few minutes and words, and many rows of them."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._find(key)
        return found


def _fits(pair: tuple[str, str]) -> bool:
    return bool(_WHO.fullmatch(pair[0])) and bool(_CATEGORY.fullmatch(pair[1]))


def _is_count(answers: object) -> bool:
    return isinstance(answers, int) and 0 < answers <= MOST_ANSWERS


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 253 and _NAME.fullmatch(name) is not None


def _minute(text: object, now: datetime) -> int | None:
    try:
        at = datetime.strptime(str(text), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return minute_of(at) if now - OLDEST <= at <= now + AHEAD else None


def _day(text: object, now: datetime) -> int | None:
    try:
        on = date.fromisoformat(str(text))
    except ValueError:
        return None
    return day_of(on) if (now - OLDEST).date() <= on <= (now + AHEAD).date() else None


def minute_of(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def day_of(on: date) -> int:
    return (on - EPOCH).days


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
