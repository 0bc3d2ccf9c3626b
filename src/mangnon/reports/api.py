"""The face of the reports: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.reports.refusals import Invalid, NotAllowed, Refusal

__all__ = [
    "Invalid",
    "NotAllowed",
    "Refusal",
]
