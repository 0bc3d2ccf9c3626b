"""The record of who did what: add to it, read it, prove that nobody changed it."""

from mangnon.base.audit.actions import Actor, record, record_many
from mangnon.base.audit.anchor import Anchor, anchors, write_anchor
from mangnon.base.audit.models import AuditRow
from mangnon.base.audit.perms import may_audit, register_auditors, register_barring
from mangnon.base.audit.queries import (
    Thing,
    Wanted,
    head,
    names_of,
    rows_about,
    rows_for_auditor,
)
from mangnon.base.audit.verifying import Break, Verdict, judge, verify
from mangnon.base.audit.words import act_words, acts, fact_words, type_words

__all__ = [
    "Actor",
    "Anchor",
    "AuditRow",
    "Break",
    "Thing",
    "Verdict",
    "Wanted",
    "act_words",
    "acts",
    "anchors",
    "fact_words",
    "head",
    "judge",
    "may_audit",
    "names_of",
    "record",
    "record_many",
    "register_auditors",
    "register_barring",
    "rows_about",
    "rows_for_auditor",
    "type_words",
    "verify",
    "write_anchor",
]
