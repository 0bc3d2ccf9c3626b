"""The face of the cases: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.cases.actions.applying import apply, moves_for
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.papers import last_paper, opened_draft, write_paper
from mangnon.cases.clocks import Rule, rule_of, rules
from mangnon.cases.machine.deciding import state_words
from mangnon.cases.machine.needs import NEEDS, closings
from mangnon.cases.machine.table import MOVES, Move
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid, NotAllowed, Refusal

__all__ = [
    "MOVES",
    "NEEDS",
    "Conflict",
    "IllegalMove",
    "Invalid",
    "Move",
    "NotAllowed",
    "Refusal",
    "Rule",
    "apply",
    "closings",
    "last_paper",
    "moves_for",
    "open_case",
    "opened_draft",
    "rule_of",
    "rules",
    "state_words",
    "write_paper",
]
