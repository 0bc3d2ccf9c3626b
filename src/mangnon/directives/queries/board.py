"""The issuer's board: units by clauses, counted in the database and paged.

Fast path, measured by `bench/board.py` (1,000 units x 10 clauses): the totals are one grouped
query, rows are plain tuples, and only the cells of the page shown are fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from mangnon.directives.choices import STATE_LETTERS, State, spoken
from mangnon.directives.models import Assignment, Clause, Directive
from mangnon.directives.workflow import OWING, is_late
from mangnon.kit import clock
from mangnon.kit.vietnamese.keys import key
from mangnon.units.api import Unit

LATE = "late"


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
    """One unit's work on one clause."""

    assignment_id: int
    state: str
    letter: str  # marks the state without colour
    late: bool
    percent: int
    words: str  # the state's name


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
    """Counts of the whole letter, whatever the filters."""

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


def works_of(directive: Directive, giver: Unit | None = None) -> QuerySet[Assignment]:
    """The work that the issuer gave out by a letter, or that `giver` handed down."""
    giver_id = giver.pk if giver is not None else directive.issuer_id
    return Assignment.objects.filter(directive=directive, given_by=giver_id).order_by()


def board(directive: Directive, filters: BoardFilters, giver: Unit | None = None) -> Board:
    """The board of a letter (of what `giver` handed down, when it is not the issuer).

    Five queries, whatever the size.
    """
    today = clock.today()
    works = works_of(directive, giver)
    clauses = list(directive.clauses.all())
    counted = _counts(works, today)
    units = _units(works)
    found = _sorted(_matching(works, units, filters, today))
    pages = max(1, -(-len(found) // filters.per_page))
    page = min(max(1, filters.page), pages)
    shown = found[(page - 1) * filters.per_page : page * filters.per_page]
    return Board(
        directive=directive,
        filters=filters,
        columns=_columns(clauses, counted),
        rows=_rows(works, shown, clauses, today),
        totals=_totals(counted, units),
        found=len(found),
        page=page,
        pages=pages,
    )


def board_columns(directive: Directive) -> tuple[tuple[int, str, str], ...]:
    """Id, mark and text of each column, for choosing one. One query."""
    return tuple(
        (pk, spoken(mark, order), text)
        for pk, mark, order, text in directive.clauses.values_list("pk", "mark", "order", "text")
    )


class _Count(NamedTuple):
    clause_id: int
    state: str
    works: int
    late: int


class _UnitCount(NamedTuple):
    unit_id: int
    name: str
    kind: str
    total: int
    done: int


def _counts(works: QuerySet[Assignment], today: date) -> list[_Count]:
    late = Count("pk", filter=Q(state__in=OWING, due_on__lt=today))
    rows = works.values_list("clause_id", "state").annotate(works=Count("pk"), late=late)
    return [_Count(*row) for row in rows]


def _units(works: QuerySet[Assignment]) -> list[_UnitCount]:
    done = Count("pk", filter=Q(state=State.ACCEPTED))
    counts = {
        unit: (total, all_done)
        for unit, total, all_done in works.values_list("unit_id").annotate(
            total=Count("pk"), done=done
        )
    }
    named = Unit.objects.filter(pk__in=works.values("unit_id")).order_by()
    return [
        _UnitCount(pk, name, kind, *counts[pk])
        for pk, name, kind in named.values_list("pk", "name", "kind")
    ]


def _matching(
    works: QuerySet[Assignment],
    units: list[_UnitCount],
    filters: BoardFilters,
    today: date,
) -> list[_UnitCount]:
    wanted = key(filters.search)
    found = [
        unit
        for unit in units
        if (not filters.unit_kind or unit.kind == filters.unit_kind)
        and (not wanted or wanted in key(unit.name))
    ]
    if not filters.state and filters.clause_id is None:
        return found
    having = set(_filtered(works, filters, today).values_list("unit_id", flat=True).distinct())
    return [unit for unit in found if unit.unit_id in having]


def _filtered(
    works: QuerySet[Assignment], filters: BoardFilters, today: date
) -> QuerySet[Assignment]:
    if filters.clause_id is not None:
        works = works.filter(clause=filters.clause_id)
    if filters.state == LATE:
        return works.filter(state__in=OWING, due_on__lt=today)
    return works.filter(state=filters.state) if filters.state else works


def _sorted(units: Iterable[_UnitCount]) -> list[_UnitCount]:
    """Communes before schools before the rest would hide names: plain order of the alphabet."""
    return sorted(units, key=lambda unit: (key(unit.name), unit.name))


def _columns(clauses: Sequence[Clause], counted: list[_Count]) -> tuple[BoardColumn, ...]:
    by_clause: dict[int, list[_Count]] = defaultdict(list)
    for count in counted:
        by_clause[count.clause_id].append(count)
    return tuple(
        BoardColumn(
            clause_id=clause.pk,
            mark=spoken(clause.mark, clause.order),
            text=clause.text,
            kind=clause.kind,
            done=sum(one.works for one in by_clause[clause.pk] if one.state == State.ACCEPTED),
            late=sum(one.late for one in by_clause[clause.pk]),
            total=sum(one.works for one in by_clause[clause.pk]),
        )
        for clause in clauses
    )


def _totals(counted: list[_Count], units: list[_UnitCount]) -> Totals:
    by_state = dict.fromkeys(State.values, 0)
    for count in counted:
        by_state[count.state] += count.works
    return Totals(
        units=len(units),
        assignments=sum(by_state.values()),
        done=by_state[State.ACCEPTED],
        waiting=by_state[State.RETURNED],
        late=sum(count.late for count in counted),
        units_done=sum(unit.done == unit.total for unit in units),
        by_state=by_state,
    )


_CELL = ("unit_id", "clause_id", "pk", "state", "due_on", "percent")
_WORDS = {str(state.value): str(state.label) for state in State}


@dataclass
class _Row:
    cells: list[Cell | None]
    done: int = 0
    late: int = 0
    total: int = field(default=0)


def _rows(
    works: QuerySet[Assignment], shown: list[_UnitCount], clauses: Sequence[Clause], today: date
) -> tuple[BoardRow, ...]:
    place = {clause.pk: number for number, clause in enumerate(clauses)}
    rows = {unit.unit_id: _Row([None] * len(clauses)) for unit in shown}
    for unit_id, clause_id, pk, state, due_on, percent in works.filter(
        unit__in=list(rows)
    ).values_list(*_CELL):
        row, late = rows[unit_id], is_late(state, due_on, today)
        row.cells[place[clause_id]] = Cell(
            pk, state, STATE_LETTERS[state], late, percent, _WORDS[state]
        )
        row.total += 1
        row.late += late
        row.done += state == State.ACCEPTED
    return tuple(
        BoardRow(unit.unit_id, unit.name, tuple(row.cells), row.done, row.late, row.total)
        for unit in shown
        for row in [rows[unit.unit_id]]
    )
