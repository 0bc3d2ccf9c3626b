"""The result letter: a report compiled from the returns, for a person to edit."""

from __future__ import annotations

from mangnon.directives.models import Directive
from mangnon.directives.outgoing import OfficialLetter
from mangnon.units.api import Unit


def result_letter(directive: Directive, unit: Unit) -> OfficialLetter:
    """A `báo cáo` on what came of the letter, as `unit` would send it: counts, results by clause
    with quotes and their source, difficulties, proposals, a table by unit as an annex."""
    raise NotImplementedError


def exchange_message(directive: Directive) -> bytes:
    """The letter's metadata for document exchange (XML). Not conformance-tested."""
    raise NotImplementedError
