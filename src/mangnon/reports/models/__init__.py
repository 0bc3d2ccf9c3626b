"""Reports of abuse as they come in, and the keys that open them.

Personal data kept here: see each model. What a reporter wrote is sealed to the units that may read
it; the database alone opens nothing.
"""

from mangnon.reports.models.evidence import CustodyEvent, Evidence
from mangnon.reports.models.keys import KeyGrant, PersonKey, UnitKey
from mangnon.reports.models.partner import Partner, PartnerReport
from mangnon.reports.models.report import (
    Barred,
    BlindMark,
    Receipt,
    Report,
    ReportHold,
    ReportKey,
    ReportMessage,
)

__all__ = [
    "Barred",
    "BlindMark",
    "CustodyEvent",
    "Evidence",
    "KeyGrant",
    "Partner",
    "PartnerReport",
    "PersonKey",
    "Receipt",
    "Report",
    "ReportHold",
    "ReportKey",
    "ReportMessage",
    "UnitKey",
]
