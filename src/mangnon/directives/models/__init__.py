"""Letters and the tracked work that comes out of them.

Personal data kept here: names of the staff who moved the work, with the account's life. What a unit
writes in a return is about work, never about a child.
"""

from mangnon.directives.models.calendar import Holiday
from mangnon.directives.models.letter import Addressee, Clause, ClauseParty, Directive, Ground
from mangnon.directives.models.report import Report
from mangnon.directives.models.work import (
    Assignment,
    AssignmentEvent,
    Evidence,
    Extension,
    Reminder,
    Return,
)

__all__ = [
    "Addressee",
    "Assignment",
    "AssignmentEvent",
    "Clause",
    "ClauseParty",
    "Directive",
    "Evidence",
    "Extension",
    "Ground",
    "Holiday",
    "Reminder",
    "Report",
    "Return",
]
