"""The face of the cases: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.cases.actions.applying import apply, moves_for
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.papers import last_paper, opened_draft, write_paper
from mangnon.cases.choices import ReferralKind, ReferralState, SubjectKind
from mangnon.cases.clocks import Rule, rule_of, rules
from mangnon.cases.machine.deciding import state_words
from mangnon.cases.machine.needs import NEEDS, closings
from mangnon.cases.machine.table import MOVES, Move
from mangnon.cases.perms import working_at
from mangnon.cases.queries.desk import Row, cases_by_clock, my_cases, rows_of
from mangnon.cases.queries.exports import exports_to_grant
from mangnon.cases.queries.referrals import late_referrals, late_words, referrals_to
from mangnon.cases.queries.subjects import requests_open
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid, NotAllowed, Refusal
from mangnon.cases.remaining import left_words

__all__ = [
    "MOVES",
    "NEEDS",
    "Conflict",
    "IllegalMove",
    "Invalid",
    "Move",
    "NotAllowed",
    "ReferralKind",
    "ReferralState",
    "Refusal",
    "Row",
    "Rule",
    "SubjectKind",
    "apply",
    "cases_by_clock",
    "closings",
    "exports_to_grant",
    "last_paper",
    "late_referrals",
    "late_words",
    "left_words",
    "moves_for",
    "my_cases",
    "open_case",
    "opened_draft",
    "referrals_to",
    "requests_open",
    "rows_of",
    "rule_of",
    "rules",
    "state_words",
    "working_at",
    "write_paper",
]
