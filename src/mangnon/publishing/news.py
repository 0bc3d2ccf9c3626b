"""Addresses of the public: sealed in their rows, and in links that nobody else can make.

An address that waits for its confirmation stands in the link alone, sealed with the moment at which
it was asked for: nothing is kept of whoever was only named by somebody else.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.signing import BadSignature, Signer

from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import installation_key

CONFIRM_DAYS = 3
_LONGEST_LINK = 1000
_ASKING = "library-news:asking"
_STOPS = Signer(salt="mangnon.publishing.news", sep=".")


class DeadLink(Exception):
    """Not of ours, changed, or too old."""


def asking_link(address: str, now: datetime) -> str:
    """What stands in the letter that asks for a confirmation."""
    said = f"{int(now.timestamp())} {address}".encode()
    return base64.urlsafe_b64encode(sealing.seal(_key(), said, _ASKING)).rstrip(b"=").decode()


def asked(link: str, now: datetime) -> str:
    """The address. Raises DeadLink."""
    try:
        box = base64.urlsafe_b64decode(link[:_LONGEST_LINK] + "=" * (-len(link) % 4))
        at, address = sealing.opened(_key(), box, _ASKING).decode().split(" ", 1)
    except (binascii.Error, ValueError, NotOpened) as wrong:
        raise DeadLink from wrong
    if datetime.fromtimestamp(int(at), UTC) + timedelta(days=CONFIRM_DAYS) < now:
        raise DeadLink
    return address


def stop_link(reader: UUID) -> str:
    """What stands in every letter, and in its head for mail programs (RFC 8058)."""
    return _STOPS.sign(reader.hex)


def stopped(link: str) -> UUID:
    """Raises DeadLink."""
    try:
        return UUID(hex=_STOPS.unsign(link))
    except (BadSignature, ValueError) as wrong:
        raise DeadLink from wrong


def digest_of(address: str) -> str:
    """By which an address is found again; capitals do not make another."""
    return hmac.new(_key(), address.lower().encode(), sha256).hexdigest()


def sealed(reader: UUID, address: str) -> bytes:
    return sealing.seal(_key(), address.encode(), f"library-news:{reader}")


def opened(reader: UUID, box: bytes) -> str:
    """Raises NotOpened under another key."""
    return sealing.opened(_key(), box, f"library-news:{reader}").decode()


def _key() -> bytes:
    return installation_key("library-news")
