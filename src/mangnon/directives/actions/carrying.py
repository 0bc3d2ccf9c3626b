"""Carrying work out: every move of the workflow table goes through `apply`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from django.db import transaction

from mangnon.base.files.api import FileRefused, StoredFile, store
from mangnon.directives.actions.changes import CHANGES, EVIDENCE, TELLINGS
from mangnon.directives.actions.moving import (
    Data,
    Moving,
    check,
    known,
    locked_work,
    side_of,
    token_of,
    was_made,
    write,
)
from mangnon.directives.choices import Event, State
from mangnon.directives.models import Assignment, Directive
from mangnon.directives.perms import may_make
from mangnon.directives.refusals import Invalid, NotAllowed
from mangnon.units.api import Person, Unit

LARGEST_BYTES = 100 * 1024 * 1024


@transaction.atomic
def apply(
    *,
    by: Person,
    unit: Unit,
    assignment_id: int,
    event: str,
    version: int,
    data: Data | None = None,
) -> Assignment:
    """Make one move in the name of `unit`.

    `data` by event: PROGRESS percent (0-100), note; HAND_ON person (Person); HAND_DOWN units
    (list of Unit), due_on (date); SUBMIT text, figure (Decimal | None), difficulties, proposals,
    evidence (list of StoredFile); SEND_BACK reason; ASK_EXTENSION until (date), reason;
    ANSWER_EXTENSION granted (bool), until (date | None), answer.
    The same move sent twice is one effect. Raises IllegalMove, NotAllowed, Invalid, Conflict,
    Assignment.DoesNotExist.
    """
    said, wanted = dict(data or {}), known(event)
    work = locked_work(assignment_id)
    token = token_of(by, wanted, version, said)
    if was_made(work, token):
        return work
    moving = Moving(by, unit, work, check(by, unit, work, wanted, version), said)
    work = write(moving, CHANGES[wanted](moving), token)
    if wanted in TELLINGS:
        TELLINGS[wanted](moving)
    return work


@transaction.atomic
def acknowledge_all(*, by: Person, unit: Unit, directive: Directive) -> int:
    """Acknowledge everything of a letter that waits for the unit; says how many."""
    waiting = Assignment.objects.filter(directive=directive, unit=unit, state=State.ISSUED)
    return _each(by, unit, Event.ACKNOWLEDGE, list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def accept_many(*, by: Person, unit: Unit, assignment_ids: Sequence[int]) -> int:
    """Accept the returns of several assignments given by the unit; says how many.

    What is no longer waiting for judgement is left as it is.
    """
    waiting = Assignment.objects.filter(pk__in=assignment_ids, given_by=unit, state=State.RETURNED)
    return _each(by, unit, Event.ACCEPT, list(waiting.values_list("pk", flat=True)))


def _each(by: Person, unit: Unit, event: Event, ids: Sequence[int]) -> int:
    for pk in ids:
        work = locked_work(pk)
        moving = Moving(by, unit, work, check(by, unit, work, event, work.version), {})
        write(moving, CHANGES[event](moving))
        if event in TELLINGS:
            TELLINGS[event](moving)
    return len(ids)


def store_evidence(
    *, by: Person, unit: Unit, assignment_id: int, stream: IO[bytes], name: str
) -> StoredFile:
    """Keep a file to be sent with the next return of an assignment. Raises NotAllowed, Invalid."""
    work = Assignment.objects.select_related("unit", "given_by").get(pk=assignment_id)
    side_of(work, unit, Event.SUBMIT)
    if not may_make(by, unit, work, Event.SUBMIT):
        raise NotAllowed(f"Anh/chị không được báo cáo thay cho {unit.name}.")
    try:
        return store(stream=stream, name=name, by=by, purpose=EVIDENCE, max_bytes=LARGEST_BYTES)
    except FileRefused as refusal:
        raise Invalid(str(refusal), "evidence") from refusal
