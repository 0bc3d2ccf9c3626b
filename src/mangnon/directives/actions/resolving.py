"""What the lines of "Kính gửi" mean in units of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mangnon.directives.models import Addressee, Directive
from mangnon.kit import clock
from mangnon.units.api import Resolution, resolve_addressees


def place_addressees(draft: Directive, texts: Sequence[str], first: int = 1) -> list[Addressee]:
    """New lines, numbered from `first`, with the units that they mean."""
    found = resolve_addressees(texts, issuer=draft.issuer, on=letter_day(draft))
    lines = []
    for order, (text, resolution) in enumerate(zip(texts, found, strict=True), first):
        line = Addressee(directive=draft, order=order, text=text[:500])
        _answer(line, resolution)
        lines.append(line)
    return lines


def resolve(line: Addressee) -> None:
    """Ask the register of units what a line means, and keep its answer or its question."""
    draft = line.directive
    (found,) = resolve_addressees([line.text], issuer=draft.issuer, on=letter_day(draft))
    _answer(line, found)


def letter_day(draft: Directive) -> date:
    """The day of the letter, as far as printed: old letters name offices that are gone."""
    try:
        return date(draft.year or 0, draft.month or 1, draft.day or 1)
    except ValueError:
        return clock.today()


def _answer(line: Addressee, found: Resolution) -> None:
    line.question = (found.question or "")[:500]
    line.note = found.note[:500]
    line.proposals = [
        {"label": choice.label, "units": [unit.pk for unit in choice.units]}
        for choice in found.choices
    ]
    line.save()
    line.units.set(() if found.question else found.units)
