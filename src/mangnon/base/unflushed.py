"""Writes for which nobody waits until the disk has them.

For what may be lost with the last moment before a power cut: the next page of a draft, the count of
wrong receipts. Never for what somebody is told is kept. `kill -9` loses none of it, and whatever is
flushed later takes what came before with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_NORMAL = 1  # of SQLite: in WAL mode a commit is written and not flushed


@contextmanager
def unflushed() -> Iterator[None]:
    """Inside a transaction that began before, nothing is different."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            (before,) = cursor.fetchone()
            cursor.execute(f"PRAGMA synchronous={min(before, _NORMAL)}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA synchronous={before}")
