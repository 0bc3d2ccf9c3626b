"""The record of who did what: add to it, read it, prove that nobody changed it."""

from mangnon.base.audit.actions import Actor, record, record_many
from mangnon.base.audit.anchor import Anchor, anchors, write_anchor
from mangnon.base.audit.models import AuditRow
from mangnon.base.audit.queries import Thing, head, rows_about
from mangnon.base.audit.verifying import Break, Verdict, judge, verify

__all__ = [
    "Actor",
    "Anchor",
    "AuditRow",
    "Break",
    "Thing",
    "Verdict",
    "anchors",
    "head",
    "judge",
    "record",
    "record_many",
    "rows_about",
    "verify",
    "write_anchor",
]
