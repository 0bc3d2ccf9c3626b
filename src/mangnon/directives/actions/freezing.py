"""Stopping open work, and linking it to the letter that takes its place."""

from __future__ import annotations

from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.directives.actions.bulk import note_events
from mangnon.directives.choices import DirectiveState, Event, State
from mangnon.directives.models import Assignment, Directive, Extension
from mangnon.directives.workflow import OPEN
from mangnon.kit import clock
from mangnon.units.api import Person


def freeze_open_work(*, by: Person, directive: Directive, note: str) -> set[int]:
    """Stop everything of a letter that is still open; gives the ids of the units that worked.

    In the caller's transaction. Requests for more time are answered with no, for the record.
    """
    now = clock.now()
    rows = Assignment.objects.filter(directive=directive, state__in=OPEN)
    units = list(rows.select_for_update().order_by("pk").values_list("unit_id", flat=True))
    note_events(
        rows,
        event=Event.FREEZE,
        to_state=State.FROZEN,
        by=by,
        by_unit_id=directive.issuer_id,
        at=now,
        note=note,
    )
    rows.update(state=State.FROZEN, version=F("version") + 1)
    Extension.objects.filter(assignment__directive=directive, granted=None).update(
        granted=False, answer="Văn bản đã dừng thực hiện.", answered_by=by, answered_at=now
    )
    record(
        by=by,
        what="directive.frozen",
        on=directive,
        facts={"assignments": len(units)},
        unit=directive.issuer_id,
    )
    return set(units)


def carried_from(new: Directive) -> dict[tuple[int | None, int], Assignment]:
    """The old work by (old clause, unit), when the letter replaces another; else nothing."""
    if new.replaces_id is None:
        return {}
    rows = Assignment.objects.filter(directive_id=new.replaces_id)
    return {(row.clause_id, row.unit_id): row for row in rows}


def replace_old(*, by: Person, new: Directive) -> None:
    """Stop the letter that this one replaces and note on its work where it went on."""
    if new.replaces_id is None:
        return
    old = Directive.objects.select_for_update().get(pk=new.replaces_id)
    note = f"Thay bằng văn bản {new.notation or new.title}"
    freeze_open_work(by=by, directive=old, note=note)
    old.state, old.closed_at, old.closing_note = DirectiveState.REPLACED, clock.now(), note[:500]
    old.version += 1
    old.save()
    record(by=by, what="directive.replaced", on=old, facts={"by": str(new.pk)}, unit=old.issuer_id)
    _note_carrying(by=by, old=old, new=new, note=note)


def _note_carrying(*, by: Person, old: Directive, new: Directive, note: str) -> None:
    taken = Assignment.objects.filter(directive=old, state=State.FROZEN, carried_to__directive=new)
    note_events(
        taken,
        event=Event.CARRY_OVER,
        to_state=State.FROZEN,
        by=by,
        by_unit_id=new.issuer_id,
        at=clock.now(),
        note=note,
    )
