"""The issuer's board: units by clauses, counted in the database and paged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mangnon.directives.models import Directive
from mangnon.units.api import Unit


@dataclass(frozen=True)
class BoardFilters:
    """What of the board is shown. `unit_kind` is a UnitKind, `state` a State or "late"."""

    state: str = ""
    unit_kind: str = ""
    clause_id: int | None = None
    search: str = ""
    page: int = 1
    per_page: int = 100


class Cell(NamedTuple):
    assignment_id: int
    state: str
    letter: str  # marks the state without colour
    late: bool
    percent: int


class BoardColumn(NamedTuple):
    clause_id: int
    mark: str
    text: str
    kind: str
    done: int
    late: int
    total: int


class BoardRow(NamedTuple):
    unit_id: int
    unit_name: str
    cells: tuple[Cell | None, ...]  # one per column
    done: int
    late: int
    total: int


class Totals(NamedTuple):
    units: int
    assignments: int
    done: int
    waiting: int  # returned, to be judged
    late: int
    units_done: int
    by_state: dict[str, int]  # every State, zero included

    @property
    def percent(self) -> int:
        return self.done * 100 // self.assignments if self.assignments else 0


@dataclass(frozen=True)
class Board:
    directive: Directive
    filters: BoardFilters
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    totals: Totals
    found: int  # units that match the filters
    page: int
    pages: int


class MapPoint(NamedTuple):
    """A place on the map with how far it is; `state` is the least advanced one there."""

    key: str  # commune code
    name: str
    lat: float
    lon: float
    done: int
    late: int
    total: int
    state: str
    letter: str


class TimelineDay(NamedTuple):
    """One day: how many moves of each event, and running totals."""

    on: date
    counts: dict[str, int]  # by Event
    acknowledged: int
    returned: int
    accepted: int


@dataclass(frozen=True)
class Timeline:
    days: tuple[TimelineDay, ...]
    total: int
    due_on: date | None
    milestones: tuple[tuple[date, str], ...]  # issued, extensions granted, withdrawn…


def board(directive: Directive, filters: BoardFilters, giver: Unit | None = None) -> Board:
    """The board of a letter (of what `giver` handed down, when it is not the issuer)."""
    raise NotImplementedError


def map_points(directive: Directive) -> tuple[MapPoint, ...]:
    raise NotImplementedError


def timeline(directive: Directive) -> Timeline:
    raise NotImplementedError
