"""What came back: returns, figures, the report and tables made from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mangnon.directives.models import Clause, Directive, Return
from mangnon.units.api import Unit


@dataclass(frozen=True)
class ReturnFilters:
    """Which returns are shown; `state` is a ReturnState."""

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
class Figure:
    """A measured value of one clause."""

    clause: Clause
    name: str
    words: str
    value: Decimal
    of: Decimal | None  # out of how many, when it is a share
    note: str = ""


def returns_of(
    directive: Directive, filters: ReturnFilters, giver: Unit | None = None
) -> ReturnPage:
    """Returns that the issuer (or `giver`) judges, the oldest first."""
    raise NotImplementedError


def figures(directive: Directive) -> tuple[Figure, ...]:
    """The indicators of a letter's clauses, from returns and from other domains."""
    raise NotImplementedError


def export_xlsx(directive: Directive) -> bytes:
    """Board and returns as a workbook; cells can never be formulas."""
    raise NotImplementedError
