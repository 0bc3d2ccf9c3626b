"""Which letters a person sees, and one letter as its reviewer sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mangnon.directives.models import Addressee, Clause, Directive, Ground
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class Review:
    """A letter with everything that its reviewer needs; about ten queries whatever its length.

    `spans` and `confidence` are keyed by field name; a span is (start, end, page) into
    `directive.text`. `doubtful` are the fields that ask to be looked at.
    """

    directive: Directive
    clauses: tuple[Clause, ...]  # with `.parties` prefetched
    addressees: tuple[Addressee, ...]  # with `.units` prefetched
    grounds: tuple[Ground, ...]
    spans: Mapping[str, tuple[tuple[int, int, int], ...]]
    confidence: Mapping[str, float]
    doubtful: frozenset[str]
    warnings: tuple[str, ...]
    missing: tuple[str, ...]
    twins: tuple[Directive, ...]  # issued letters of the same issuer, number and symbol
    unit_count: int
    assignment_count: int


def letters_visible_to(person: Person, unit: Unit | None = None) -> QuerySet[Directive]:
    """Letters that a person may see; with `unit`, those that it gave out or received."""
    raise NotImplementedError


def directive_for(person: Person, directive_id: UUID) -> Directive:
    """One letter. Raises Directive.DoesNotExist also for letters that the person may not see."""
    raise NotImplementedError


def review_of(directive: Directive) -> Review:
    raise NotImplementedError


def what_is_missing(directive: Directive) -> list[str]:
    """What stands between a draft and its issue, one sentence each; empty when it is ready."""
    raise NotImplementedError
