"""Taking a letter in and correcting what was understood of it."""

from __future__ import annotations

from datetime import date

from mangnon.directives.models import Directive
from mangnon.units.api import Person, Unit


def take_in(*, by: Person, unit: Unit, data: bytes, name: str) -> Directive:
    """Keep a letter and have it read.

    Small text letters are read at once (DRAFT or REFUSED on return), scans by a job (READING).
    Raises NotAllowed, and Invalid when the file store refuses the file.
    """
    raise NotImplementedError


def read_again(*, by: Person, directive: Directive) -> Directive:
    """Queue a refused letter for another reading."""
    raise NotImplementedError


def write_by_hand(*, by: Person, directive: Directive) -> Directive:
    """Go on with a refused letter as an empty draft, to be filled in by hand."""
    raise NotImplementedError


def discard(*, by: Person, directive: Directive, version: int) -> None:
    """Throw a letter away that was never issued."""
    raise NotImplementedError


def correct(*, by: Person, directive: Directive, version: int, **fields: object) -> Directive:
    """Correct fields of a draft; names in `CORRECTABLE`. Raises Conflict showing both values."""
    raise NotImplementedError


def choose_deadline(*, by: Person, directive: Directive, version: int, on: date) -> Directive:
    """The day by which units answer, when the letter names none."""
    raise NotImplementedError
