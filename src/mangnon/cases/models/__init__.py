"""Cases of children who need protection. Personal data kept here: see each model."""

from mangnon.cases.models.case import Case, CaseEvent, CaseKey
from mangnon.cases.models.rights import BrokenGlass, IdentityRequest, Share, SubjectRequest
from mangnon.cases.models.work import BlindMark, Deadline, Note, Paper, Referral, Service

__all__ = [
    "BlindMark",
    "BrokenGlass",
    "Case",
    "CaseEvent",
    "CaseKey",
    "Deadline",
    "IdentityRequest",
    "Note",
    "Paper",
    "Referral",
    "Service",
    "Share",
    "SubjectRequest",
]
