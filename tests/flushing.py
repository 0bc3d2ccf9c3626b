"""Transactional tests empty every table afterwards, which the audit record refuses.

Only the command that empties the test database lays the triggers aside for a moment; within a
test they stand as in production. What Django writes of itself after a migration, the same each
time, is left where it is: writing it anew took longer than most of these tests.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from mangnon.base.audit import guard

LEFT = {"django_content_type", "auth_permission"}


def lay_triggers_aside() -> None:
    flush.sql_flush = _emptying
    flush.emit_post_migrate_signal = lambda *told, **more: None


def _emptying(style: Any, connection: Any, **options: Any) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = [name for name in tables if name not in LEFT]
    lines = connection.ops.sql_flush(style, names, **options)
    return [*guard.removing(connection.vendor), *lines, *guard.installing(connection.vendor)]
