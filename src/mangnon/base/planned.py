"""Statements planned once a connection, for the few asked a thousand times a minute.

With the walls of `reports/walls.py` PostgreSQL plans for longer than it answers. Not for
questions whose best plan depends on the values, such as lists with filters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned() -> Iterator[None]:
    """Everything inside (`base/postgresql`); also a decorator. SQLite does nothing different."""
    before = getattr(connection, "plans", False)
    connection.plans = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.plans = before  # type: ignore[attr-defined]
