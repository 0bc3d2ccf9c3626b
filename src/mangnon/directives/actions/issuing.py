"""Giving a letter's work out to units."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives.actions.bulk import Row, insert_rows, note_events, prepared
from mangnon.directives.actions.drafts import locked
from mangnon.directives.actions.freezing import carried_from, replace_old
from mangnon.directives.actions.telling import tell_units
from mangnon.directives.choices import DirectiveState, Event, Part, State
from mangnon.directives.expanding import expand
from mangnon.directives.models import (
    Addressee,
    Assignment,
    ClauseParty,
    Directive,
)
from mangnon.directives.perms import can_draft
from mangnon.directives.queries.letters import what_is_missing
from mangnon.directives.refusals import Conflict, NotAllowed, NotReady
from mangnon.kit import clock
from mangnon.units.api import Person


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
    work = _expanded(draft)
    _insert(draft, work, now)
    note_events(
        Assignment.objects.filter(directive=draft),
        event=Event.ISSUE,
        to_state=State.ISSUED,
        by=by,
        by_unit_id=draft.issuer_id,
        at=now,
    )
    units = {unit for _, unit in work}
    facts = {"units": len(units), "assignments": len(work), "version": draft.version}
    record(by=by, what="directive.issued", on=draft, facts=facts, unit=draft.issuer_id)
    replace_old(by=by, new=draft)
    tell_units(units, "issued", draft, key=f"issued:{draft.pk}")


def _insert(draft: Directive, work: dict[tuple[int, int], Part], now: datetime) -> None:
    """The rows of all work, in the order of clauses and units."""
    clauses = {clause.pk: clause for clause in draft.clauses.all()}
    due = {
        pk: prepared(Assignment, "due_on", clause.deadline_on or draft.deadline_on)
        for pk, clause in clauses.items()
    }
    carried = carried_from(draft)

    def row(clause: int, unit: int, part: Part) -> Row:
        old = carried.get((clauses[clause].copied_from_id, unit))
        taken = (old.pk, old.percent, old.note) if old else (None, 0, "")
        return (clause, unit, part.value, due[clause], *taken)

    insert_rows(
        Assignment,
        {
            "directive_id": draft.pk,
            "given_by_id": draft.issuer_id,
            "state": State.ISSUED,
            "issued_at": now,
            "version": 1,
        },
        ("clause_id", "unit_id", "part", "due_on", "carried_from_id", "percent", "note"),
        (row(clause, unit, part) for (clause, unit), part in work.items()),
    )


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
