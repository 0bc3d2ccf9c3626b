"""Small numbers of people in a published table, hidden so that no sum gives them back.

A table is published with its totals. A count of 1 to 4 tells about somebody (0 tells of nobody), so
it is hidden; but a hidden cell alone in its row is the total less the others. Others must be
hidden with it, and as few as will do.

Theory: with its totals a table is a circulation. A cell (i, j) is a flow from row i to column j,
the total of a row flows from the column of totals to that row, of a column to the row of totals:
at each node what comes in goes out. Who reads the table may add 4 to a hidden cell exactly when the
4 can run on around a cycle of hidden cells, forward anywhere, backward where at least 4 flow. The
cheapest cycle through the cell is a shortest path, and one over the totals always exists: at worst
they go too. So at least five values fit each hidden small cell.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SMALL = 5

Cell = tuple[int, int]
Grid = tuple[tuple[int, ...], ...]
Node = tuple[str, int]
# To which node, over which cell.
Step = tuple[Node, Cell]


@dataclass(frozen=True)
class Table:
    """Counts with their totals; None is hidden. All rows have the same length, at least one."""

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def table_of(rows: Iterable[Sequence[int]]) -> Table:
    """Counts with the totals they add up to. Raises ValueError for rows of unequal length."""
    counts = tuple(tuple(row) for row in rows)
    if not counts or not counts[0] or any(len(row) != len(counts[0]) for row in counts):
        raise ValueError("a table has rows of one length, at least one row and one column")
    sums = tuple(sum(row) for row in counts)
    return Table(counts, sums, tuple(map(sum, zip(*counts, strict=True))), sum(sums))


def suppressed(table: Table, small: int = SMALL) -> Table:
    """The table with every count of 1 to `small - 1` hidden, and what else would give it away.

    The totals of `table` must be those of `table_of`. Raises ValueError for a table that hides
    something already: it must be hidden from the counts themselves.
    """
    grid = _grid(table)
    room = small - 1
    hidden = {cell for cell in _cells(grid) if 0 < _at(grid, cell) < small}
    for cell in sorted(hidden):
        hidden |= _cycle(grid, cell, hidden, room)
    return _shown(grid, hidden)


def suppressed_list(
    counts: Sequence[int], small: int = SMALL
) -> tuple[list[int | None], int | None]:
    """The same for one list of counts and its total."""
    if not counts:
        return [], 0
    found = suppressed(table_of([counts]), small)
    return list(found.rows[0]), found.total


def _grid(table: Table) -> Grid:
    """The table with the totals as its last column and row."""
    counts = [[_known(one) for one in row] for row in table.rows]
    made = table_of(counts)
    if made != table:
        raise ValueError("the totals are not those of the rows, or something is hidden already")
    below = (*made.column_totals, made.total)
    rows = (*((*row, end) for row, end in zip(made.rows, made.row_totals, strict=True)), below)
    return tuple(tuple(_known(one) for one in row) for row in rows)


def _known(count: int | None) -> int:
    if count is None or count < 0:
        raise ValueError("a table is hidden from its counts, once")
    return count


def _cells(grid: Grid) -> Iterator[Cell]:
    return ((i, j) for i in range(len(grid)) for j in range(len(grid[0])))


def _at(grid: Grid, cell: Cell) -> int:
    return grid[cell[0]][cell[1]]


def _ends(grid: Grid, cell: Cell) -> tuple[Node, Node]:
    """From where to where a cell flows: totals of rows and of columns flow back."""
    row, column = ("row", cell[0]), ("column", cell[1])
    is_total = (cell[0] == len(grid) - 1) != (cell[1] == len(grid[0]) - 1)
    return (column, row) if is_total else (row, column)


def _cycle(grid: Grid, cell: Cell, hidden: set[Cell], room: int) -> set[Cell]:
    """The cheapest cells with which `room` more can flow through `cell` (Dijkstra)."""
    goal, start = _ends(grid, cell)
    steps = _steps(grid, cell, room)
    paths: list[tuple[int, Node, frozenset[Cell]]] = [(0, start, frozenset())]
    settled: set[Node] = set()
    while paths:
        cost, node, used = heapq.heappop(paths)
        if node == goal:
            return set(used)
        if node in settled:
            continue
        settled.add(node)
        for to, over in steps[node]:
            if to not in settled:
                more = 0 if over in hidden else _cost(grid, over)
                heapq.heappush(paths, (cost + more, to, used | {over}))
    raise AssertionError("the cycle over the totals is always there")


def _steps(grid: Grid, without: Cell, room: int) -> dict[Node, list[Step]]:
    found: dict[Node, list[Step]] = {}
    for cell in _cells(grid):
        if cell == without:
            continue
        start, end = _ends(grid, cell)
        found.setdefault(start, []).append((end, cell))
        if _at(grid, cell) >= room:
            found.setdefault(end, []).append((start, cell))
    return found


def _cost(grid: Grid, cell: Cell) -> int:
    """What the reader loses: the number, and far more when it is a total."""
    totals = (cell[0] == len(grid) - 1) + (cell[1] == len(grid[0]) - 1)
    return 1 + _at(grid, cell) + totals * (1 + grid[-1][-1]) * len(grid)


def _shown(grid: Grid, hidden: set[Cell]) -> Table:
    shown = [
        tuple(None if (i, j) in hidden else count for j, count in enumerate(row))
        for i, row in enumerate(grid)
    ]
    return Table(
        tuple(row[:-1] for row in shown[:-1]),
        tuple(row[-1] for row in shown[:-1]),
        shown[-1][:-1],
        shown[-1][-1],
    )
