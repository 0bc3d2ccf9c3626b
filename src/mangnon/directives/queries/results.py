"""What came back: returns to judge, and figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from mangnon.directives.choices import State
from mangnon.directives.models import Assignment, Clause, Directive, Evidence, Return
from mangnon.directives.queries.indicators import Asked, indicator
from mangnon.kit import clock
from mangnon.units.api import Unit


@dataclass(frozen=True)
class ReturnFilters:
    """Which returns are shown; `state` is a ReturnState, empty for all."""

    state: str = "submitted"
    clause_id: int | None = None
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True)
class ReturnPage:
    returns: tuple[Return, ...]  # assignment, unit, clause and evidence loaded
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class Waiting:
    """How much waits for a giver."""

    returns: int
    extensions: int


@dataclass(frozen=True)
class Figure:
    """A measured value of one clause."""

    clause: Clause
    name: str
    words: str
    value: Decimal
    of: Decimal | None  # out of how many, when it is a share
    note: str = ""
    given_by: int | None = None  # how many units told their part; 0: nothing is known yet


def returns_given(directive: Directive, giver: Unit | None = None) -> QuerySet[Return]:
    """Returns on the work that the issuer gave out, or that `giver` handed down."""
    giver_id = giver.pk if giver is not None else directive.issuer_id
    return Return.objects.filter(
        assignment__directive=directive, assignment__given_by=giver_id
    ).select_related("assignment__unit", "assignment__clause", "made_by")


def waiting_for(directive: Directive, giver_id: int) -> Waiting:
    """What the issuer or a unit that handed work down still has to judge and answer."""
    works = Assignment.objects.filter(directive=directive, given_by=giver_id)
    counts = works.aggregate(
        returns=Count("pk", filter=Q(state=State.RETURNED), distinct=True),
        extensions=Count("extensions", filter=Q(extensions__granted=None)),
    )
    return Waiting(**counts)


def returns_of(
    directive: Directive, filters: ReturnFilters, giver: Unit | None = None
) -> ReturnPage:
    """Returns that the issuer (or `giver`) judges, the oldest first. Three queries."""
    rows = returns_given(directive, giver)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.clause_id is not None:
        rows = rows.filter(assignment__clause=filters.clause_id)
    found = rows.count()
    pages = max(1, -(-found // filters.per_page))
    page = min(max(1, filters.page), pages)
    files = Prefetch("evidence", Evidence.objects.select_related("file"))
    start = (page - 1) * filters.per_page
    shown = rows.order_by("made_at", "pk").prefetch_related(files)
    return ReturnPage(tuple(shown[start : start + filters.per_page]), found, page, pages)


def figures(directive: Directive, giver: Unit | None = None) -> tuple[Figure, ...]:
    """The indicators of a letter's clauses, from returns and from other domains, over the units
    to which the issuer (or `giver`) gave the work.

    A clause whose indicator nobody registers any more has no figure. Two queries, and what each
    indicator needs for a clause.
    """
    units: dict[int, set[int]] = defaultdict(set)
    giver_id = giver.pk if giver is not None else directive.issuer_id
    works = Assignment.objects.filter(directive=directive, given_by=giver_id)
    for clause_id, unit_id in works.order_by().values_list("clause_id", "unit_id"):
        units[clause_id].add(unit_id)
    found = (
        _figure(directive, clause, frozenset(units[clause.pk]))
        for clause in directive.clauses.all()
    )
    return tuple(figure for figure in found if figure is not None)


def _figure(directive: Directive, clause: Clause, units: frozenset[int]) -> Figure | None:
    known = indicator(clause.indicator)
    if known is None or not units or directive.issued_at is None:
        return None
    since = clock.local(directive.issued_at).date()
    ended = clock.local(directive.closed_at).date() if directive.closed_at else clock.today()
    measured = known.measure(Asked(clause.pk, units, since, ended))
    return Figure(
        clause,
        known.name,
        known.words,
        measured.value,
        measured.of,
        measured.note,
        measured.given_by,
    )
