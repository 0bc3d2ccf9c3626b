"""What the lines of "Kính gửi" mean in units of today."""

from __future__ import annotations

from mangnon.directives.models import Addressee, Directive
from mangnon.kit import clock
from mangnon.units.api import resolve_addressee


def place_addressee(draft: Directive, order: int, text: str) -> Addressee:
    """A new line with the units that it means."""
    addressee = Addressee(directive=draft, order=order, text=text[:500])
    resolve(addressee)
    return addressee


def resolve(addressee: Addressee) -> None:
    """Ask the register of units what a line means today, and keep its answer or its question."""
    issuer = addressee.directive.issuer
    found = resolve_addressee(addressee.text, issuer=issuer, on=clock.today())
    addressee.question = (found.question or "")[:500]
    addressee.note = found.note[:500]
    addressee.proposals = [
        {"label": choice.label, "units": [unit.pk for unit in choice.units]}
        for choice in found.choices
    ]
    addressee.save()
    addressee.units.set(() if found.question else found.units)
