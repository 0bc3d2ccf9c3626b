"""Giving a letter's work out to units."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives.actions.drafts import locked
from mangnon.directives.actions.freezing import carried_from, replace_old
from mangnon.directives.actions.telling import tell_units
from mangnon.directives.choices import DirectiveState, Event, Part, State
from mangnon.directives.expanding import expand
from mangnon.directives.models import (
    Addressee,
    Assignment,
    AssignmentEvent,
    ClauseParty,
    Directive,
)
from mangnon.directives.perms import can_draft
from mangnon.directives.queries.letters import what_is_missing
from mangnon.directives.refusals import Conflict, NotAllowed, NotReady
from mangnon.kit import clock
from mangnon.units.api import Person

_BATCH = 2000


@transaction.atomic
def issue(*, by: Person, directive: Directive, version: int) -> Directive:
    """Give every clause to the units of its addressees, in one transaction.

    Sent twice, it is issued once. Raises NotAllowed, NotReady (what is missing), Conflict.
    """
    draft = locked(directive)
    if not can_draft(by, draft.issuer):
        raise NotAllowed("Anh/chị không được giao việc thay cho đơn vị này.")
    if draft.state == DirectiveState.ISSUED and draft.issued_by_id == by.pk:
        return draft
    if draft.state != DirectiveState.DRAFT or draft.version != version:
        raise Conflict(draft.version, ())
    missing = what_is_missing(draft)
    if missing:
        raise NotReady(missing)
    _give_out(by, draft)
    return draft


def _give_out(by: Person, draft: Directive) -> None:
    now = clock.now()
    draft.state, draft.issued_by, draft.issued_at = DirectiveState.ISSUED, by, now
    draft.version += 1
    draft.save()
    works = _works(draft, now)
    Assignment.objects.bulk_create(works, batch_size=_BATCH)
    AssignmentEvent.objects.bulk_create(
        (_given(work, by, now) for work in works), batch_size=_BATCH
    )
    units = {work.unit_id for work in works}
    facts = {"units": len(units), "assignments": len(works), "version": draft.version}
    record(by=by, what="directive.issued", on=draft, facts=facts, unit=draft.issuer_id)
    replace_old(by=by, new=draft)
    tell_units(units, "issued", draft, key=f"issued:{draft.pk}")


def _works(draft: Directive, now: datetime) -> list[Assignment]:
    """The unsaved rows of all work, in the order of clauses and units."""
    due_on = draft.deadline_on
    assert due_on is not None  # noqa: S101 - what_is_missing asked for it
    clauses = {clause.pk: clause for clause in draft.clauses.all()}
    carried = carried_from(draft)
    return [
        Assignment(
            directive=draft,
            clause_id=clause,
            unit_id=unit,
            given_by_id=draft.issuer_id,
            part=part,
            state=State.ISSUED,
            due_on=clauses[clause].deadline_on or due_on,
            issued_at=now,
            **_taken_over(carried.get((clauses[clause].copied_from_id, unit))),
        )
        for (clause, unit), part in _expanded(draft).items()
    ]


def _taken_over(old: Assignment | None) -> dict[str, object]:
    """What new work takes over from the same work under the letter that is replaced."""
    if old is None:
        return {}
    return {"carried_from_id": old.pk, "percent": old.percent, "note": old.note}


def _expanded(draft: Directive) -> dict[tuple[int, int], Part]:
    parties = ClauseParty.objects.filter(clause__directive=draft).order_by(
        "clause__order", "addressee__order"
    )
    units_of: dict[int, list[int]] = defaultdict(list)
    meant = Addressee.units.through.objects.filter(addressee__directive=draft)
    for addressee, unit in meant.order_by("unit_id").values_list("addressee_id", "unit_id"):
        units_of[addressee].append(unit)
    rows = parties.values_list("clause_id", "addressee_id", "part")
    return expand(rows, units_of, leave_out=draft.issuer_id)


def _given(work: Assignment, by: Person, now: datetime) -> AssignmentEvent:
    return AssignmentEvent(
        assignment=work,
        event=Event.ISSUE,
        from_state=State.ISSUED,
        to_state=State.ISSUED,
        by=by,
        by_unit_id=work.given_by_id,
        at=now,
    )
