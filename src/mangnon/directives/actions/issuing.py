"""Giving a letter's work out to units."""

from __future__ import annotations

from mangnon.directives.models import Directive
from mangnon.units.api import Person


def issue(*, by: Person, directive: Directive, version: int) -> Directive:
    """Give every clause to the units of its addressees, in one transaction.

    Raises NotAllowed, NotReady (what is missing), Conflict.
    """
    raise NotImplementedError
