"""A proposed table tried on last week's counters: how many answers would have been other ones.

Counters hold, by minute and group, under which word each answer was given; nothing else is kept.
So this says how many answers change, never whose. What it cannot know: an open name that no list
has carries no category, and a name of several categories was counted under one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from mangnon.gateway.inheriting import CATEGORY, name_of, resolve
from mangnon.gateway.models import Site
from mangnon.gateway.planning import said_by
from mangnon.gateway.timestore import api as timestore
from mangnon.gateway.timestore.api import Kind, bare, kind_of
from mangnon.kit import clock
from mangnon.units.api import Unit, UnitKind

WEEK = timedelta(days=7)
OUTSIDE = frozenset({"own", "ordered"})


@dataclass(frozen=True)
class Moved:
    """A category whose letter is tried: answers of a week that were blocked or open, and how many
    would turn. A letter A counts as blocked, for it blocks until a teacher opens."""

    category: str
    words: str
    before: str
    after: str
    blocked: int
    opened: int
    to_open: int
    to_block: int


@dataclass(frozen=True)
class Simulation:
    """asked: all answers to the group in the week; unknown: open ones without any category; beside:
    answers given by own lists, orders and services, which a letter of a category does not turn."""

    moved: tuple[Moved, ...]
    asked: int
    unknown: int
    beside: int
    sites: int

    @property
    def to_open(self) -> int:
        return sum(each.to_open for each in self.moved)

    @property
    def to_block(self) -> int:
        return sum(each.to_block for each in self.moved)


def simulated(unit: Unit, group: str, proposed: Mapping[str, str]) -> Simulation:
    """What a unit's proposed letters for a group would have done in the last seven days. Raises
    StoreFailed."""
    now, sites = clock.now(), _sites(unit)
    counted = timestore.by_category(sites, now - WEEK, now) if sites else []
    rows = [(each.category, each.answers) for each in counted if each.who == group]
    table = resolve(group, said_by(unit))
    today = {key: str(table[CATEGORY + key].value) for key in proposed}
    return compared(rows, today, proposed, len(sites))


def _sites(unit: Unit) -> list[int]:
    rows = Site.objects.filter(unit__path__startswith=unit.path)
    if unit.kind == UnitKind.SCHOOL:
        rows = Site.objects.filter(unit=unit)
    return list(rows.values_list("pk", flat=True))


def compared(
    rows: Iterable[tuple[str, int]],
    today: Mapping[str, str],
    proposed: Mapping[str, str],
    sites: int,
) -> Simulation:
    """Pure: (word, answers) pairs of one group against two tables of letters."""
    blocked: dict[str, int] = defaultdict(int)
    opened: dict[str, int] = defaultdict(int)
    asked = unknown = beside = 0
    for word, answers in rows:
        asked += answers
        kind, key = kind_of(word), bare(word)
        if kind is Kind.OPEN:
            unknown += answers
        elif kind is Kind.BLOCKED and (key in OUTSIDE or key.startswith("dv:")):
            beside += answers
        elif kind is Kind.BLOCKED:
            blocked[key] += answers
        elif kind is Kind.LISTED:
            opened[key] += answers
        else:
            beside += answers
    moved = tuple(
        _moved(key, today[key], letter, blocked[key], opened[key])
        for key, letter in proposed.items()
        if letter != today[key]
    )
    return Simulation(moved, asked, unknown, beside, sites)


def _moved(key: str, before: str, after: str, blocked: int, opened: int) -> Moved:
    opens = after == "O"
    return Moved(
        key,
        name_of(key),
        before,
        after,
        blocked,
        opened,
        to_open=blocked if opens else 0,
        to_block=0 if opens else opened,
    )
