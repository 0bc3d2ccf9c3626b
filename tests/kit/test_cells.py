"""Small cells of a published table, and whoever tries to compute them from the rest."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.kit.cells import SMALL, Table, suppressed, suppressed_list, table_of

Cell = tuple[int, int]


def grid_of(table: Table) -> list[list[int | None]]:
    rows = [[*row, end] for row, end in zip(table.rows, table.row_totals, strict=True)]
    return [*rows, [*table.column_totals, table.total]]


def flat(table: Table) -> list[int | None]:
    return [one for row in grid_of(table) for one in row]


def hidden_in(table: Table) -> set[Cell]:
    grid = grid_of(table)
    return {(i, j) for i, row in enumerate(grid) for j, one in enumerate(row) if one is None}


def test_a_table_without_small_numbers_stays_whole() -> None:
    table = table_of([[10, 0, 5], [7, 20, 0]])
    assert suppressed(table) == table
    assert table.row_totals == (15, 27)
    assert table.column_totals == (17, 20, 5)
    assert table.total == 42


def test_a_small_cell_takes_the_cheapest_rectangle_with_it() -> None:
    """3 alone would be 33 - 30: one more in its row, one in its column, and where these meet."""
    shown = suppressed(table_of([[3, 30, 40], [20, 6, 50], [9, 60, 70]]))
    assert shown.rows == ((None, None, 40), (None, None, 50), (9, 60, 70))
    assert shown.row_totals == (73, 76, 139)
    assert shown.column_totals == (32, 96, 160)
    assert shown.total == 288


def test_in_a_list_the_next_smallest_goes_with_the_small_one() -> None:
    assert suppressed_list([2, 11, 7, 30]) == ([None, 11, None, 30], 50)
    assert suppressed_list([12, 11]) == ([12, 11], 23)
    assert suppressed_list([]) == ([], 0)


def test_one_child_alone_takes_the_totals_along() -> None:
    assert suppressed(table_of([[1]])) == Table(((None,),), (None,), (None,), None)


def test_nobody_is_no_secret() -> None:
    assert suppressed(table_of([[0, 0], [0, 0]])).total == 0


def test_two_small_ones_that_add_up_to_two_are_not_both_one() -> None:
    """Both hidden, the rest seen: 1 + 1 would be the only sum of two small numbers."""
    shown = suppressed(table_of([[1, 1, 30, 40]]))
    assert shown.rows == ((None, None, None, 40),)
    assert shown.total == 72


def test_what_is_hidden_already_and_false_totals_are_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        suppressed(Table(((None, 7),), (9,), (2, 7), 9))
    with pytest.raises(ValueError, match="totals"):
        suppressed(Table(((2, 7),), (8,), (2, 7), 8))
    with pytest.raises(ValueError, match="one length"):
        table_of([[1, 2], [3]])


tables = st.integers(1, 5).flatmap(
    lambda wide: st.lists(
        st.lists(
            st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=wide, max_size=wide
        ).map(tuple),
        min_size=1,
        max_size=5,
    )
)


def fits(counts: list[list[int]], table: Table) -> bool:
    """Whether counts could be those behind what is shown."""
    if any(one < 0 for row in counts for one in row):
        return False
    made = grid_of(table_of(counts))
    return all(
        seen is None or seen == real
        for shown, known in zip(grid_of(table), made, strict=True)
        for seen, real in zip(shown, known, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(tables)
def test_every_small_number_is_hidden_and_what_is_shown_is_true(
    counts: list[tuple[int, ...]],
) -> None:
    table = table_of(counts)
    shown = suppressed(table)
    for seen, real in zip(flat(shown), flat(table), strict=True):
        assert seen in (None, real)
        if real is not None and 0 < real < SMALL:
            assert seen is None


def determined(table: Table) -> set[Cell]:
    """Hidden cells that follow from the sums alone: a line with one unknown gives it away, and so
    on; then what elimination over the rationals finds."""
    hidden = sorted(hidden_in(table))
    grid, at = grid_of(table), {cell: n for n, cell in enumerate(sorted(hidden_in(table)))}
    high, wide = len(grid), len(grid[0])
    lines = [[(i, j) for j in range(wide)] for i in range(high)]
    lines += [[(i, j) for i in range(high)] for j in range(wide)]
    matrix = []
    for line in lines:
        row = [0.0] * len(hidden)
        for n, cell in enumerate(line):
            if cell in at:
                row[at[cell]] = -1.0 if n == len(line) - 1 else 1.0
        matrix.append(row)
    reduced = reduce(matrix, len(hidden))
    return {
        hidden[next(n for n, one in enumerate(row) if one)]
        for row in reduced
        if sum(1 for one in row if one) == 1
    }


def reduce(matrix: list[list[float]], width: int) -> list[list[float]]:
    """Reduced row echelon form; the entries stay small whole numbers, as of every network."""
    rows, lead = [list(row) for row in matrix], 0
    for column in range(width):
        pivot = next((n for n in range(lead, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[lead], rows[pivot] = rows[pivot], rows[lead]
        rows[lead] = [one / rows[lead][column] for one in rows[lead]]
        for n, row in enumerate(rows):
            if n != lead and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[lead], strict=True)]
        lead += 1
    return rows[:lead]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_hidden_small_number_follows_from_the_sums(counts: list[tuple[int, ...]]) -> None:
    table = table_of(counts)
    small = {
        (i, j)
        for i, row in enumerate(grid_of(table))
        for j, one in enumerate(row)
        if one is not None and 0 < one < SMALL
    }
    assert not determined(suppressed(table)) & small


def test_the_eliminator_finds_what_careless_hiding_gives_away() -> None:
    careless = Table(((None, 30), (20, 40)), (33, 60), (23, 70), 93)
    assert determined(careless) == {(0, 0)}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=2))
def test_who_tries_all_tables_is_left_with_five_values_or_more(
    counts: list[tuple[int, int]],
) -> None:
    """Two by two, by trying every table of up to 12 in a cell."""
    table = table_of(counts)
    shown = suppressed(table)
    ranges = [
        range(13) if seen is None else [seen]
        for seen in (shown.rows[0][0], shown.rows[0][1], shown.rows[1][0], shown.rows[1][1])
    ]
    left: dict[Cell, set[int]] = {}
    for a, b, c, d in product(*ranges):
        if fits([[a, b], [c, d]], shown):
            for cell, one in zip(((0, 0), (0, 1), (1, 0), (1, 1)), (a, b, c, d), strict=True):
                left.setdefault(cell, set()).add(one)
    for (i, j), values in left.items():
        if 0 < counts[i][j] < SMALL:
            assert len(values) >= SMALL
