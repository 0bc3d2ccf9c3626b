"""Coming back with a receipt: one answer and one cost for right and wrong, a pause for guessing."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F, Value

from mangnon.base.unflushed import unflushed
from mangnon.base.walls import for_the_system
from mangnon.kit import clock, sealing
from mangnon.reports import receipts
from mangnon.reports.models import Receipt, Report
from mangnon.reports.refusals import Invalid

WRONG = "Không mở được bằng mã này. Hãy xem lại từng chữ, hoặc thử lại sau mười phút."
_TRIES, _PAUSE = 10, timedelta(minutes=10)
_NO_SALT = bytes(sealing.SALT_BYTES)


@dataclass(frozen=True)
class Shown:
    """A report as its reporter has it: the row, and its key for the messages."""

    report: Report
    key: bytes = field(repr=False)


@for_the_system("a receipt")
def open_receipt(text: str) -> Shown:
    """Raises Invalid with the same words whatever was wrong: form, lookup part, secret or pause.

    The hash is computed in every case, so that the time tells nothing either.
    """
    code = receipts.read(text) or receipts.Code("", "")
    kept = _kept(code.lookup)
    check, wrap = receipts.hashed(code.secret, bytes(kept.salt) if kept else _NO_SALT)
    right = hmac.compare_digest(check, bytes(kept.secret_hash) if kept else bytes(32))
    opens = kept is not None and right and not _rests(kept)
    _count(kept, Value(0) if opens else F("tries") + 1)
    if kept is None or not opens:
        raise Invalid(WRONG, "code")
    key = sealing.opened(wrap, bytes(kept.wrapped_key), f"report:{kept.report_id}:receipt")
    return Shown(kept.report, key)


@for_the_system("a receipt written in a message")
def names_a_receipt(text: str) -> bool:
    """Whether a receipt of ours stands in a text that others will read."""
    lookups = [code.lookup for code in receipts.written_in(text)]
    return bool(lookups) and Receipt.objects.filter(lookup__in=lookups).exists()


def _kept(lookup: str) -> Receipt | None:
    return Receipt.objects.select_related("report").filter(lookup=lookup).first()


def _rests(kept: Receipt) -> bool:
    return kept.blocked_until is not None and kept.blocked_until > clock.now()


def _count(kept: Receipt | None, tries: Any) -> None:
    """By receipt and by nothing else, so that nobody else waits. Two writes in every case, and none
    waits for the disk: the one that finds no row never would, and a clock could tell them apart
    (bench/receipts_guess.py)."""
    pk = kept.pk if kept else 0
    with unflushed():
        Receipt.objects.filter(pk=pk).update(tries=tries)
        Receipt.objects.filter(pk=pk, tries__gte=_TRIES).update(
            tries=0, blocked_until=clock.now() + _PAUSE
        )
