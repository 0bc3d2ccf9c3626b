"""A mother asks for what is kept of her child."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from mangnon.cases.actions.subjects import record_request
from mangnon.cases.models import SubjectRequest
from mangnon.kit import clock
from tests.cases.machine.cast import Cast

MOTHER = "Phạm Thị Mẹ"
WORDS = "Xin xem hồ sơ của con tôi."


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the chair of Sơn Hà writes down."""
    told: dict[str, Any] = {
        "kind": "view",
        "asker": "guardian",
        "way": "desk",
        "name": MOTHER,
        "representative": "",
        "contact": "Thôn Mẫu",
        "words": WORDS,
        "proved": True,
        "received_at": clock.now(),
        "case_number": cast.case.number,
        "token": uuid4().hex,
    }
    return {**told, **more}


def asked(cast: Cast, **more: Any) -> SubjectRequest:
    by = more.pop("by", cast.worker)
    return record_request(by=by, unit=cast.unit_of(by), **form(cast, **more))
