"""The arithmetic of the chained record, without a database.

Every row carries the SHA-256 of its own canonical bytes, and those bytes hold the hash of the row
before it. Whoever changes one row must therefore rewrite all rows after it, and the anchors kept
outside the database (see `anchor`) show that this was done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from mangnon.kit.scrub import without_addresses

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What a row says. `previous` is the hash of the row before it, `GENESIS` for the first."""

    seq: int
    at: datetime
    by: str
    what: str
    on_type: str
    on_id: str
    unit: str
    facts: Mapping[str, Any]
    previous: str

    def digest(self) -> str:
        """64 hexadecimal digits over the canonical bytes."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """The same bytes on every machine and database: a JSON list in a fixed order."""
        return canonical(tuple(vars(self).values()))


# One encoder for all rows: `json.dumps` would build one for each.
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def canonical(said: tuple[Any, ...]) -> bytes:
    """The bytes of a row whose fields stand in the order of `Entry`: verifying makes no objects."""
    seq, at, *rest = said
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return _encode([seq, moment, *rest]).encode()


def plain(value: Any) -> Any:
    """The value as JSON that reads back identically from SQLite and PostgreSQL, without addresses.

    Raises TypeError for a fraction: the two databases print fractions differently, and a figure
    that counts is a whole number or a text.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        # A null byte is the one character that PostgreSQL refuses.
        return without_addresses(str(value)).replace("\x00", "")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        each = [plain(one) for one in value]
        return sorted(each, key=str) if isinstance(value, set | frozenset) else each
    raise TypeError(f"a fact cannot be a {type(value).__name__}")
