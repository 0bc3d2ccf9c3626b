"""What of counts is published: small ones hidden, with what would give them away. Pure.

A quarter is hidden by itself, from its own counts, so that the same quarter always looks the same.
A year is the sum of what its quarters publish and hidden where one of them is: it says nothing that
they do not say. Lists that share a total (reports by kind, by age, by month) are published as one:
where one of them must hide the total, the others would give it away, and the whole quarter is kept
back; it is then hardly more than a handful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from mangnon.kit.cells import SMALL, suppressed, suppressed_list, table_of

Cell = int | None
Counts = Mapping[Any, int]


@dataclass(frozen=True)
class Line:
    """What is counted, and its number in each quarter of the span; None is hidden."""

    key: str
    words: str
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> Cell:
        """The sum of all quarters."""
        return added(self.cells)

    @property
    def is_empty(self) -> bool:
        return all(cell == 0 for cell in self.cells)


@dataclass(frozen=True)
class Listed:
    """A list with its total: by kind, by age, by month."""

    key: str
    title: str
    lines: tuple[Line, ...]
    total: Line

    @property
    def met(self) -> tuple[Line, ...]:
        """Without the lines that are nought in every quarter."""
        return tuple(line for line in self.lines if not line.is_empty)

    @property
    def hides(self) -> bool:
        return any(cell is None for line in (*self.lines, self.total) for cell in line.cells)


@dataclass(frozen=True)
class Wanted:
    """A list to be published: its words by key, and the counts by key of each quarter."""

    key: str
    title: str
    words: Mapping[Any, str]
    counts: tuple[Counts, ...]


def added(cells: Sequence[Cell]) -> Cell:
    """The sum, hidden as soon as a part of it is."""
    known = [cell for cell in cells if cell is not None]
    return sum(known) if len(known) == len(cells) else None


def published(lists: Sequence[Wanted], *, kept_back: Sequence[bool] = ()) -> tuple[Listed, ...]:
    """Lists that share their totals, quarter by quarter. `kept_back`: quarters of which nothing is
    told, because the unit itself is hidden among the others."""
    quarters = range(len(lists[0].counts))
    shown = [[suppressed_list(_numbers(one, at)) for at in quarters] for one in lists]
    for at in quarters:
        held = bool(kept_back) and kept_back[at]
        if held or any(one[at][1] is None for one in shown):
            for wanted, one in zip(lists, shown, strict=True):
                one[at] = (_nothing(wanted, at), None)
    return tuple(_listed(wanted, one) for wanted, one in zip(lists, shown, strict=True))


def _numbers(wanted: Wanted, at: int) -> list[int]:
    return [wanted.counts[at].get(key, 0) for key in wanted.words]


def _nothing(wanted: Wanted, at: int) -> list[Cell]:
    """A quarter without anything is no secret."""
    empty = not any(_numbers(wanted, at))
    return [0 if empty else None for _ in wanted.words]


def _listed(wanted: Wanted, shown: Sequence[tuple[list[Cell], Cell]]) -> Listed:
    lines = tuple(
        Line(str(key), words, tuple(cells[place] for cells, _ in shown))
        for place, (key, words) in enumerate(wanted.words.items())
    )
    totals = tuple(
        0 if not any(_numbers(wanted, at)) else total for at, (_, total) in enumerate(shown)
    )
    return Listed(wanted.key, wanted.title, lines, Line("", "Tổng số", totals))


@dataclass(frozen=True)
class Crossed:
    """A row of a table of several columns, for the quarters told of and for the one before."""

    words: str
    cells: tuple[Cell, ...]
    before: tuple[Cell, ...] = ()


def crossed(
    words: Mapping[str, str],
    columns: Sequence[str],
    counts: Sequence[Mapping[tuple[str, str], int]],
    *,
    compared: bool,
) -> tuple[Crossed, ...]:
    """Rows by columns with a row of sums, each quarter hidden as a table of its own.

    compared: the first quarter is only what the last is compared with; else they are summed.
    """
    grids = [_grid(words, columns, one) for one in counts]
    told, before = (grids[-1:], grids[0]) if compared else (grids, [])
    names = [*words.values(), "Tổng số"]
    return tuple(
        Crossed(
            name,
            tuple(added([grid[row][column] for grid in told]) for column in range(len(columns))),
            before[row] if before else (),
        )
        for row, name in enumerate(names)
    )


def _grid(
    words: Mapping[str, str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]
) -> list[tuple[Cell, ...]]:
    found = suppressed(table_of([[counts.get((key, one), 0) for one in columns] for key in words]))
    return [*found.rows, found.column_totals]


def rank(counted: Mapping[int, int], share: float) -> int | None:
    """The value below which a share of all lie (the nearest rank), from how often each value was
    met; None for fewer than five."""
    whole = sum(counted.values())
    if whole < SMALL:
        return None
    wanted = ceil(share * whole)
    for value, times in sorted(counted.items()):
        wanted -= times
        if wanted <= 0:
            return value
    raise AssertionError("a share of all is reached by all")
