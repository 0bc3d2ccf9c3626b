"""A connection that is proved with a look at its socket, and statements planned once.

Django asks `SELECT 1` at the beginning of each request that needs the database. A server that
stopped, was killed or threw the connection out has closed the socket, which can be seen without a
trip. Only a line that was cut in between without a word is not seen; for it the question is asked
after all, twice a minute.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base, operations

_ASKED_EVERY_SECONDS = 30


class Planned(base.ServerBindingCursor):
    """Parses and plans a statement once a connection, however often it is asked."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Planned:
        # Without values it is a savepoint with a name of its own, or the like.
        super().execute(query, params, prepare=params is not None, **how)  # type: ignore[misc]
        return self


class Operations(operations.DatabaseOperations):
    """Tells what was asked by a planned statement too: for tests and for looking on."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        told = super().last_executed_query(cursor, sql, params)
        return told or str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's but for `is_usable` and what stands inside `base.planned.planned`."""

    ops_class = Operations
    plans = False
    _asked_at = float("-inf")

    def get_connection_params(self) -> dict[str, Any]:
        # Without a threshold psycopg prepares nothing; cursors that put the values in never do.
        return {**super().get_connection_params(), "prepare_threshold": 5}

    def is_usable(self) -> bool:
        now = time.monotonic()
        if now - self._asked_at < _ASKED_EVERY_SECONDS and _is_silent(self.connection):
            return True
        self._asked_at = now
        return bool(super().is_usable())

    def create_cursor(self, name: str | None = None) -> Any:
        if not self.plans or name:
            return super().create_cursor(name)
        raw: Any = self.connection
        before, raw.cursor_factory = raw.cursor_factory, Planned
        try:
            return super().create_cursor()
        finally:
            raw.cursor_factory = before


def _is_silent(raw: Any) -> bool:
    """Whether the connection waits for a question and its server has not hung up."""
    if raw is None or raw.closed or raw.info.transaction_status.name != "IDLE":
        return False
    waiting = select.poll()
    waiting.register(raw.fileno(), select.POLLIN)
    return not waiting.poll(0)
