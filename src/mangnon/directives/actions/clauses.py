"""Correcting clauses of a draft. Each action returns the letter with its new version."""

from __future__ import annotations

from mangnon.directives.models import Directive
from mangnon.units.api import Person


def add_clause(
    *,
    by: Person,
    directive: Directive,
    version: int,
    text: str,
    mark: str = "",
    after_id: int | None = None,
) -> Directive:
    """A new clause after another one (at the end when none is named)."""
    raise NotImplementedError


def edit_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, **fields: object
) -> Directive:
    """Change `mark`, `text`, `kind`, `indicator`, `deadline_on` or `wants_evidence`."""
    raise NotImplementedError


def split_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, at: int
) -> Directive:
    """Two clauses out of one: the second begins at character `at` of the text."""
    raise NotImplementedError


def merge_with_next(*, by: Person, directive: Directive, version: int, clause_id: int) -> Directive:
    """One clause out of this one and the next."""
    raise NotImplementedError


def remove_clause(*, by: Person, directive: Directive, version: int, clause_id: int) -> Directive:
    raise NotImplementedError


def move_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, to: int
) -> Directive:
    """Put a clause at place `to`, counted from 1."""
    raise NotImplementedError


def set_parties(
    *,
    by: Person,
    directive: Directive,
    version: int,
    clause_id: int,
    lead: list[int],
    cooperate: list[int],
) -> Directive:
    """Which addressees (ids) lead a clause and which co-operate."""
    raise NotImplementedError
