"""Looking through the letters of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from mangnon.directives.choices import DirectiveState
from mangnon.directives.forms.finding import LetterWishes
from mangnon.directives.models import Directive
from mangnon.kit.vietnamese.keys import key
from mangnon.units.api import Unit

_GONE = (DirectiveState.WITHDRAWN, DirectiveState.REPLACED)


@dataclass(frozen=True)
class FoundLetter:
    """One row of the list."""

    directive: Directive
    given: bool  # by this unit, else received
    late: bool
    late_works: int = 0  # how many pieces of its work are past their own day

    @property
    def late_words(self) -> str:
        """Of what the tag speaks: the letter itself may be due later."""
        return f"{self.late_works} việc quá hạn"


def find_letters(
    letters: QuerySet[Directive], unit: Unit, late_works: Mapping[UUID, int], wishes: LetterWishes
) -> list[FoundLetter]:
    """What was asked for: late ones first, then by deadline, then the newest.

    `late_works` counts the work past its own day, which may come before the letter's; what the
    unit gave out is late also for as long as it is open after its day.
    """
    rows = [
        _row(letter, unit, late_works.get(letter.pk, 0))
        for letter in letters.select_related("issuer").defer("text", "reading")
        if _matches(letter, wishes)
    ]
    kept = [row for row in rows if _kept(row, wishes)]
    return sorted(kept, key=_order)


def _row(letter: Directive, unit: Unit, late_works: int) -> FoundLetter:
    given, due = letter.issuer_id == unit.pk, letter.deadline_on
    past = bool(letter.is_open and due and due < timezone.localdate())
    return FoundLetter(letter, given, bool(late_works) or (past and given), late_works)


def _matches(letter: Directive, wishes: LetterWishes) -> bool:
    words = f"{letter.subject} {letter.notation} {letter.issuer_text} {letter.issuer.name}"
    return key(wishes.search) in key(words)


def _kept(row: FoundLetter, wishes: LetterWishes) -> bool:
    if wishes.side and row.given != (wishes.side == "di"):
        return False
    state = row.directive.state
    if wishes.state == "tre":
        return row.late
    if wishes.state == "withdrawn":
        return state in _GONE
    if wishes.state == "draft":
        return row.directive.issued_at is None
    return not wishes.state or state == wishes.state


def _order(row: FoundLetter) -> tuple[bool, bool, date, float]:
    letter = row.directive
    newest_first = -letter.created_at.timestamp()
    return (not row.late, not letter.is_open, letter.deadline_on or date.max, newest_first)
