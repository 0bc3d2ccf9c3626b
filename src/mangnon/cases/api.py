"""The face of the cases: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.cases.refusals import Conflict, Invalid, NotAllowed, Refusal

__all__ = [
    "Conflict",
    "Invalid",
    "NotAllowed",
    "Refusal",
]
