"""A move that a program may send again: the same key is the same move, however often it comes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.models import Case
from mangnon.cases.refusals import Refusal
from mangnon.kit import clock
from mangnon.units.api import Person

# So long a key stands for what was sent with it; later it may name another move.
KEY_LASTS = timedelta(hours=24)
_HALF = 32


class KeyUsedTwice(Refusal):
    """One idempotency key for two different moves."""


@dataclass(frozen=True)
class Sent:
    """A request by its key and by what it says, neither of which can be read back or guessed: both
    are hashed under the installation's secret. Together they are the token of the move's event."""

    key: str
    said: str

    @property
    def token(self) -> str:
        return self.key + self.said


def sent(by: Person, key: str, said: Mapping[str, Any]) -> Sent:
    """Everybody has keys of their own."""
    whole = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return Sent(_hash(f"{by.pk} {key}"), _hash(whole))


def _hash(text: str) -> str:
    return salted_hmac("mangnon.cases.once", text, algorithm="sha256").hexdigest()[:_HALF]


def was_made(case: Case, request: Sent) -> bool:
    """Whether this very move was made already. Raises KeyUsedTwice."""
    events = case.events.filter(token__startswith=request.key)
    if events.filter(token=request.token).exists():
        return True
    if events.filter(at__gt=clock.now() - KEY_LASTS).exists():
        raise KeyUsedTwice("Idempotency-Key này đã dùng cho nội dung khác.")
    return False


@transaction.atomic
def apply_once(*, case_id: UUID, request: Sent, **move: Any) -> Case:
    """As `apply`, asked under the case's lock whether it was made. Raises KeyUsedTwice too."""
    was_made(locked_case(case_id), request)
    return apply(case_id=case_id, token=request.token, **move)
