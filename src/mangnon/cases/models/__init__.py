"""Cases of children who need protection. Personal data kept here: see each model."""

from mangnon.cases.models.asking import Export, SubjectRequest
from mangnon.cases.models.case import Case, CaseEvent, CaseKey
from mangnon.cases.models.decision import SignedDecision
from mangnon.cases.models.handing import Arrival, Package, ProvinceCard
from mangnon.cases.models.rights import BrokenGlass, Hold, IdentityRequest, Share
from mangnon.cases.models.work import BlindMark, Deadline, Note, Paper, Referral, Service

__all__ = [
    "Arrival",
    "BlindMark",
    "BrokenGlass",
    "Case",
    "CaseEvent",
    "CaseKey",
    "Deadline",
    "Export",
    "Hold",
    "IdentityRequest",
    "Note",
    "Package",
    "Paper",
    "ProvinceCard",
    "Referral",
    "Service",
    "Share",
    "SignedDecision",
    "SubjectRequest",
]
