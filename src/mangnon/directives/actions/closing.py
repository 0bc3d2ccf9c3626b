"""Ending a letter: closed, withdrawn or replaced. Open work is frozen, nothing is lost."""

from __future__ import annotations

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives.actions.drafts import locked
from mangnon.directives.actions.freezing import freeze_open_work
from mangnon.directives.actions.telling import tell_units
from mangnon.directives.choices import DirectiveState
from mangnon.directives.models import Addressee, Clause, ClauseParty, Directive, Ground
from mangnon.directives.perms import can_end
from mangnon.directives.refusals import Conflict, Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

_COPIED = (
    "kind",
    "issuer_id",
    "source_id",
    "text",
    "reading",
    "issuer_text",
    "parent_text",
    "symbol",
    "place",
    "subject",
    "urgency",
    "signer_authority",
    "signer_position",
    "signer_name",
    "copies",
    "deadline_text",
    "recurring",
)
_COPIED_OF_CLAUSE = ("order", "mark", "text", "kind", "indicator", "wants_evidence")


def close(*, by: Person, directive: Directive, version: int, note: str = "") -> Directive:
    """End a letter whose work is done; what is still open stops."""
    return _end(by, directive, version, DirectiveState.CLOSED, note)


def withdraw(*, by: Person, directive: Directive, version: int, reason: str) -> Directive:
    """Take an issued letter back; all open work stops and its units are told."""
    if not reason.strip():
        raise Invalid("Hãy ghi lý do thu hồi.", "reason")
    return _end(by, directive, version, DirectiveState.WITHDRAWN, reason)


@transaction.atomic
def _end(
    by: Person, directive: Directive, version: int, state: DirectiveState, note: str
) -> Directive:
    letter = locked(directive)
    if not can_end(by, letter):
        raise NotAllowed("Chỉ đơn vị ban hành mới được kết thúc hoặc thu hồi văn bản.")
    if letter.state == state:
        return letter
    if letter.state != DirectiveState.ISSUED or letter.version != version:
        raise Conflict(letter.version, ())
    letter.state, letter.closed_at, letter.closing_note = state, clock.now(), note.strip()[:500]
    letter.version += 1
    letter.save()
    record(by=by, what=f"directive.{state}", on=letter, unit=letter.issuer_id)
    units = freeze_open_work(by=by, directive=letter, note=note.strip() or state.label)
    tell_units(units, state.value, letter, key=f"{state}:{letter.pk}")
    return letter


@transaction.atomic
def begin_replacement(*, by: Person, directive: Directive) -> Directive:
    """A draft copied from an issued or withdrawn letter; issuing it replaces the old one.

    The units' progress and returns stay visible through `Assignment.carried_from`. Asked for
    twice, the same draft is given.
    """
    old = locked(directive)
    if not can_end(by, old):
        raise NotAllowed("Chỉ đơn vị ban hành mới được thay thế văn bản.")
    begun = old.replaced_by.filter(state=DirectiveState.DRAFT).first()
    if begun is not None:
        return begun
    if old.state not in {DirectiveState.ISSUED, DirectiveState.WITHDRAWN}:
        raise Conflict(old.version, ())
    new = Directive.objects.create(
        state=DirectiveState.DRAFT,
        created_by=by,
        replaces=old,
        **{name: getattr(old, name) for name in _COPIED},
    )
    _copy_rows(old, new)
    record(by=by, what="directive.replacement_begun", on=new, facts={"old": str(old.pk)})
    return new


def _copy_rows(old: Directive, new: Directive) -> None:
    Ground.objects.bulk_create(
        Ground(
            directive=new,
            order=ground.order,
            notation=ground.notation,
            issued_on=ground.issued_on,
            issuer=ground.issuer,
        )
        for ground in old.grounds.all()
    )
    addressees = {line.pk: _copy_addressee(line, new) for line in old.addressees.all()}
    clauses = {
        clause.pk: Clause(
            directive=new,
            copied_from=clause,
            **{name: getattr(clause, name) for name in _COPIED_OF_CLAUSE},
        )
        for clause in old.clauses.all()
    }
    Clause.objects.bulk_create(clauses.values())
    ClauseParty.objects.bulk_create(
        ClauseParty(
            clause=clauses[party.clause_id],
            addressee=addressees[party.addressee_id],
            part=party.part,
        )
        for party in ClauseParty.objects.filter(clause__directive=old)
    )


def _copy_addressee(line: Addressee, new: Directive) -> Addressee:
    copy = Addressee.objects.create(directive=new, order=line.order, text=line.text, note=line.note)
    copy.units.set(line.units.all())
    return copy
