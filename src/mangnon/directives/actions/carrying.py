"""Carrying work out: every move of the workflow table goes through `apply`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING

from mangnon.directives.models import Assignment, Directive
from mangnon.units.api import Person, Unit

if TYPE_CHECKING:
    from mangnon.base.files.api import StoredFile


def apply(
    *,
    by: Person,
    unit: Unit,
    assignment_id: int,
    event: str,
    version: int,
    data: Mapping[str, object] | None = None,
) -> Assignment:
    """Make one move in the name of `unit`.

    `data` by event: PROGRESS percent (0-100), note; HAND_ON person (Person); HAND_DOWN units
    (list of Unit), due_on (date); SUBMIT text, figure (Decimal | None), difficulties, proposals,
    evidence (list of StoredFile); SEND_BACK reason; ASK_EXTENSION until (date), reason;
    ANSWER_EXTENSION granted (bool), until (date | None), answer.
    The same move sent twice is one effect. Raises IllegalMove, NotAllowed, Invalid, Conflict.
    """
    raise NotImplementedError


def acknowledge_all(*, by: Person, unit: Unit, directive: Directive) -> int:
    """Acknowledge everything of a letter that waits for the unit; says how many."""
    raise NotImplementedError


def accept_many(*, by: Person, unit: Unit, assignment_ids: Sequence[int]) -> int:
    """Accept the returns of several assignments given by the unit; says how many."""
    raise NotImplementedError


def store_evidence(
    *, by: Person, unit: Unit, assignment_id: int, stream: IO[bytes], name: str
) -> StoredFile:
    """Keep a file to be sent with the next return of an assignment. Raises NotAllowed, Invalid."""
    raise NotImplementedError
