"""The tokens of an account: sealed in its row, renewed by one process at a time, none lost.

Theory. A refresh token of Zalo is taken once: asked twice with the same, or asked without keeping
the answer, and the account must be connected anew by a person. So:

1. one process at a time, by a lock that dies with its holder (`journal.alone`), and among machines
   by a note in the row (`renewing_since`, `renewing_by`), written before asking;
2. the answer is on disk, sealed and flushed, before the database is told (`journal.keep`);
3. the database is told in one statement, and only if the row is still the one that was asked for;
4. whoever comes next first looks for an answer that a dead process left (`_settled`).

What remains is the moment between Zalo's taking the old token and (2): some milliseconds. A process
killed there leaves a spent token. The next one asks with it once, is refused, and notes that a
person must connect the account anew; the token is not shown to Zalo again, and posts wait.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from mangnon.kit import clock, sealing
from mangnon.kit.crypto import NotOpened
from mangnon.publishing import journal
from mangnon.publishing.channels.base import Later, TokenExpired, Tokens
from mangnon.publishing.models import ChannelAccount
from mangnon.reports.api import installation_key

HELD = timedelta(minutes=2)  # longer than any exchange with its timeouts
# After that another machine's worker takes over: time for one there to find what was kept.
GRACE = timedelta(minutes=13)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RowVault:
    """The vault of one row."""

    account_id: UUID

    def read(self) -> Tokens:
        return _read(_settled(self.account_id))

    def renew(self, seen: Tokens, exchange: Callable[[Tokens], Tokens]) -> Tokens:
        with journal.alone(self.account_id):
            row = _settled(self.account_id)
            there = _read(row)
            if there.access != seen.access:
                return there
            _take(row)
            try:
                new = exchange(there)
            except TokenExpired as why:
                # Not asked again with what is not taken: see `exchange` of the channel.
                dead = replace(there, refresh_until=clock.now())
                _put(row, sealed(row.pk, dead), problem=str(why)[:300])
                raise
            except BaseException:
                ChannelAccount.objects.filter(pk=row.pk).update(renewing_since=None)
                raise
            box = sealed(row.pk, new)
            _keep_at_once(row, box)
            _put(row, box)
            journal.forget(row.pk)
            return _read(ChannelAccount.objects.get(pk=row.pk))


def _keep_at_once(row: ChannelAccount, box: bytes) -> None:
    """A full disk is no reason to lose an answer that the database may still take."""
    try:
        journal.keep(row.pk, row.version, box)
    except OSError as wrong:
        _log.error("tokens of %s not kept before the database: %s", row.pk, wrong.strerror)


def _settled(account_id: UUID) -> ChannelAccount:
    """The row, with the answer that a killed process had kept for it."""
    row = ChannelAccount.objects.get(pk=account_id)
    box = journal.kept(row.pk, row.version)
    if box is None:
        return row
    _put(row, box)
    return ChannelAccount.objects.get(pk=account_id)


def _take(row: ChannelAccount) -> None:
    """Note that this house is asking. What it noted before is of a dead process: the lock is ours.
    Raises Later while another machine asks, or may have kept an answer."""
    now = clock.now()
    ours = Q(renewing_since=None) | Q(renewing_by=journal.here())
    free = ours | Q(renewing_since__lt=now - HELD - GRACE)
    rows = ChannelAccount.objects.filter(free, pk=row.pk, version=row.version, closed_at=None)
    if rows.update(renewing_since=now, renewing_by=journal.here()) != 1:
        raise Later("Một máy khác đang đổi mã truy cập.", timedelta(minutes=1))


def _put(row: ChannelAccount, box: bytes, problem: str = "") -> None:
    """New tokens in place of the row's, unless a person was quicker or has disconnected it."""
    tokens = opened(row.pk, box)
    ChannelAccount.objects.filter(pk=row.pk, version=row.version, closed_at=None).update(
        **_columns(row.pk, tokens, box),
        renewing_since=None,
        problem=problem,
    )


def _read(row: ChannelAccount) -> Tokens:
    if row.sealed is None:
        raise TokenExpired("Tài khoản đã ngắt. Hãy kết nối lại.")
    try:
        return opened(row.pk, bytes(row.sealed))
    except NotOpened:
        raise TokenExpired(
            "Không mở được mã truy cập đã lưu (khóa của máy chủ đã đổi). Hãy kết nối lại."
        ) from None


def keep(account_id: UUID, tokens: Tokens) -> None:
    """Write new tokens over the old: a person brought them."""
    ChannelAccount.objects.filter(pk=account_id).update(
        **_columns(account_id, tokens, sealed(account_id, tokens)), problem=""
    )


def _columns(account_id: UUID, tokens: Tokens, box: bytes) -> dict[str, Any]:
    return {
        "sealed": box,
        "version": F("version") + 1,
        "access_until": tokens.access_until,
        "refresh_until": tokens.refresh_until,
        "tokens_at": clock.now(),
    }


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
