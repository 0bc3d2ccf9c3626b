"""To whom a draft goes and on what it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mangnon.directives.actions.drafts import editing
from mangnon.directives.actions.resolving import place_addressees, resolve
from mangnon.directives.choices import Part
from mangnon.directives.models import Addressee, ClauseParty, Directive, Ground
from mangnon.directives.refusals import Invalid
from mangnon.kit import clock
from mangnon.kit.vietnamese.keys import nfc
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class GroundLine:
    """One document that the letter rests on."""

    notation: str
    issued_on: date | None = None
    issuer: str = ""


def add_addressee(*, by: Person, directive: Directive, version: int, text: str) -> Directive:
    """One more line of "Kính gửi", resolved at once; it takes part in every clause."""
    words = _words(text)
    with editing(by=by, directive=directive, version=version, what="addressee.added") as draft:
        last = draft.addressees.order_by("order").last()
        (addressee,) = place_addressees(draft, [words], last.order + 1 if last else 1)
        ClauseParty.objects.bulk_create(
            ClauseParty(clause=clause, addressee=addressee, part=Part.LEAD)
            for clause in draft.clauses.all()
        )
    return draft


def edit_addressee(
    *, by: Person, directive: Directive, version: int, addressee_id: int, text: str
) -> Directive:
    """Change a line of "Kính gửi" and resolve it again."""
    words = _words(text)
    with editing(by=by, directive=directive, version=version, what="addressee.edited") as draft:
        addressee = _addressee(draft, addressee_id)
        addressee.text = words
        resolve(addressee)
    return draft


def remove_addressee(
    *, by: Person, directive: Directive, version: int, addressee_id: int
) -> Directive:
    with editing(by=by, directive=directive, version=version, what="addressee.removed") as draft:
        _addressee(draft, addressee_id).delete()
    return draft


def resolve_again(
    *, by: Person, directive: Directive, version: int, addressee_id: int
) -> Directive:
    """Ask the register of units anew what a line means today."""
    with editing(by=by, directive=directive, version=version, what="addressee.resolved") as draft:
        resolve(_addressee(draft, addressee_id))
    return draft


def choose_units(
    *,
    by: Person,
    directive: Directive,
    version: int,
    addressee_id: int,
    unit_ids: Sequence[int],
) -> Directive:
    """Say which units a line means; answers its question. Only units of the issuer's province."""
    with editing(by=by, directive=directive, version=version, what="addressee.chosen") as draft:
        addressee = _addressee(draft, addressee_id)
        units = Unit.objects.on(clock.today()).filter(
            pk__in=unit_ids, path__startswith=draft.issuer.root_path
        )
        if not units:
            raise Invalid("Hãy chọn ít nhất một đơn vị.", "units")
        addressee.units.set(units)
        addressee.question = ""
        addressee.note = f"Do {by} chọn."[:500]
        addressee.save(update_fields=["question", "note"])
    return draft


def choose_proposal(
    *, by: Person, directive: Directive, version: int, addressee_id: int, number: int
) -> Directive:
    """Answer a line's question with one of its proposals, counted from 0."""
    proposals = _addressee(directive, addressee_id).proposals
    if not 0 <= number < len(proposals):
        raise Invalid("Phương án này không còn nữa.", "units")
    return choose_units(
        by=by,
        directive=directive,
        version=version,
        addressee_id=addressee_id,
        unit_ids=proposals[number]["units"],
    )


def set_grounds(
    *, by: Person, directive: Directive, version: int, grounds: Sequence[GroundLine]
) -> Directive:
    """All grounds of the letter, in order; lines without a notation are left out."""
    lines = [line for line in grounds if line.notation.strip()]
    with editing(by=by, directive=directive, version=version, what="directive.grounded") as draft:
        draft.grounds.all().delete()
        Ground.objects.bulk_create(
            Ground(
                directive=draft,
                order=order,
                notation=nfc(line.notation).strip()[:100],
                issued_on=line.issued_on,
                issuer=nfc(line.issuer).strip()[:300],
            )
            for order, line in enumerate(lines, 1)
        )
    return draft


def _words(text: str) -> str:
    words = nfc(text).strip()
    if not words:
        raise Invalid("Nơi nhận không được để trống.", "text")
    return words


def _addressee(directive: Directive, addressee_id: int) -> Addressee:
    addressee = directive.addressees.filter(pk=addressee_id).first()
    if addressee is None:
        raise Invalid("Nơi nhận này không còn trong văn bản.")
    return addressee
