"""Ending a letter: closed, withdrawn or replaced. Open work is frozen, nothing is lost."""

from __future__ import annotations

from mangnon.directives.models import Directive
from mangnon.units.api import Person


def close(*, by: Person, directive: Directive, version: int, note: str = "") -> Directive:
    """End a letter whose work is done; what is still open stops."""
    raise NotImplementedError


def withdraw(*, by: Person, directive: Directive, version: int, reason: str) -> Directive:
    """Take an issued letter back; all open work stops."""
    raise NotImplementedError


def begin_replacement(*, by: Person, directive: Directive) -> Directive:
    """A draft copied from an issued or withdrawn letter; issuing it replaces the old one.

    The units' progress and returns stay visible through `Assignment.carried_from`.
    """
    raise NotImplementedError
