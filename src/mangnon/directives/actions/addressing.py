"""To whom a draft goes and on what it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mangnon.directives.models import Directive
from mangnon.units.api import Person


@dataclass(frozen=True)
class GroundLine:
    """One document that the letter rests on."""

    notation: str
    issued_on: date | None = None
    issuer: str = ""


def add_addressee(*, by: Person, directive: Directive, version: int, text: str) -> Directive:
    """One more line of "Kính gửi", resolved to units at once."""
    raise NotImplementedError


def edit_addressee(
    *, by: Person, directive: Directive, version: int, addressee_id: int, text: str
) -> Directive:
    """Change a line of "Kính gửi" and resolve it again."""
    raise NotImplementedError


def remove_addressee(
    *, by: Person, directive: Directive, version: int, addressee_id: int
) -> Directive:
    raise NotImplementedError


def resolve_again(
    *, by: Person, directive: Directive, version: int, addressee_id: int
) -> Directive:
    """Ask the register of units anew what a line means today."""
    raise NotImplementedError


def choose_units(
    *,
    by: Person,
    directive: Directive,
    version: int,
    addressee_id: int,
    unit_ids: Sequence[int],
) -> Directive:
    """Say which units a line means; answers its question."""
    raise NotImplementedError


def set_grounds(
    *, by: Person, directive: Directive, version: int, grounds: Sequence[GroundLine]
) -> Directive:
    """All grounds of the letter, in order."""
    raise NotImplementedError
