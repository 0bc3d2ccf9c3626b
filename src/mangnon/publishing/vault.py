"""The tokens of an account: sealed in its row, renewed by one process at a time.

A refresh token of Zalo can be used once. Whoever renews takes the row for a while first
(`renewing_since`, told by the database, not by a lock held open), asks, and writes what came with
the version that was seen. Killed in between, the next one finds the row taken, waits until the
take is old and asks with the same token: a channel that has used it up then refuses, and the page
of accounts tells a person to connect anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from mangnon.kit import clock, sealing
from mangnon.kit.crypto import NotOpened
from mangnon.publishing.channels.base import Later, TokenExpired, Tokens
from mangnon.publishing.models import ChannelAccount
from mangnon.reports.api import installation_key

HELD = timedelta(minutes=2)  # longer than any exchange with its timeouts


@dataclass(frozen=True)
class RowVault:
    """The vault of one row."""

    account_id: UUID

    def read(self) -> Tokens:
        row = ChannelAccount.objects.get(pk=self.account_id)
        if row.sealed is None:
            raise TokenExpired("Tài khoản đã ngắt. Hãy kết nối lại.")
        try:
            return opened(row.pk, bytes(row.sealed))
        except NotOpened:
            raise TokenExpired(
                "Không mở được mã truy cập đã lưu (khóa của máy chủ đã đổi). Hãy kết nối lại."
            ) from None

    def renew(self, seen: Tokens, exchange: Callable[[Tokens], Tokens]) -> Tokens:
        now = clock.now()
        free = Q(renewing_since=None) | Q(renewing_since__lt=now - HELD)
        taken = ChannelAccount.objects.filter(free, pk=self.account_id)
        if taken.update(renewing_since=now) != 1:
            raise Later("Một tiến trình khác đang đổi mã truy cập.", timedelta(seconds=10))
        try:
            there = self.read()
            if there.access != seen.access:
                return there
            new = exchange(there)
            keep(self.account_id, new)
            return new
        finally:
            held = ChannelAccount.objects.filter(pk=self.account_id, renewing_since=now)
            held.update(renewing_since=None)


def keep(account_id: UUID, tokens: Tokens) -> None:
    """Write new tokens over the old."""
    ChannelAccount.objects.filter(pk=account_id).update(
        sealed=sealed(account_id, tokens),
        version=F("version") + 1,
        access_until=tokens.access_until,
        refresh_until=tokens.refresh_until,
        tokens_at=clock.now(),
        problem="",
    )


def sealed(account_id: UUID, tokens: Tokens) -> bytes:
    said = {
        "access": tokens.access,
        "refresh": tokens.refresh,
        "access_until": _text(tokens.access_until),
        "refresh_until": _text(tokens.refresh_until),
        "extra": dict(tokens.extra),
    }
    plain = json.dumps(said, ensure_ascii=False).encode()
    return sealing.seal(_key(), plain, _place(account_id))


def opened(account_id: UUID, box: bytes) -> Tokens:
    """Raises NotOpened under another key or for another account."""
    said = json.loads(sealing.opened(_key(), box, _place(account_id)))
    return Tokens(
        said["access"],
        said["refresh"],
        _moment(said["access_until"]),
        _moment(said["refresh_until"]),
        said["extra"],
    )


def _key() -> bytes:
    return installation_key("publishing-accounts")


def _place(account_id: UUID) -> str:
    return f"channel-account:{account_id}:tokens"


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
