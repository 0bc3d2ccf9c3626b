"""Transactional tests empty every table afterwards, which the audit record refuses.

Only the command that empties the test database lays the triggers aside for a moment; within a
test they stand as in production.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from mangnon.base.audit import guard


def lay_triggers_aside() -> None:
    emptying = flush.sql_flush

    def guarded(style: Any, connection: Any, **options: Any) -> list[str]:
        vendor = connection.vendor
        lines = emptying(style, connection, **options)
        return [*guard.removing(vendor), *lines, *guard.installing(vendor)]

    flush.sql_flush = guarded
