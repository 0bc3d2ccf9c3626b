"""Sessions in the database, read and saved with as little as a page that goes on needs.

A draft of a report is read eight times and saved six times on its way. Django's own store builds
each question anew, opens a transaction for each save (three trips to PostgreSQL instead of one) and
waits for the disk. What a session holds may be lost with the last moment before a power cut:
whoever wrote presses the button again. A report's own transaction is flushed as before, and with it
everything that came earlier. Ending a session stays Django's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from mangnon.base.planned import planned
from mangnon.base.unflushed import unflushed

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
_ADD = (
    "INSERT INTO django_session (session_data, expire_date, session_key) "
    "SELECT %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM django_session WHERE session_key = %s)"
)
# For the transaction of this one statement; always true.
_UNFLUSHED = " AND set_config('synchronous_commit', 'off', true) IS NOT NULL"
# SQLite lets its writers poll for their turn; threads of one process queue here instead.
_one_at_a_time = Lock()


class SessionStore(db.SessionStore):
    """One trip for each reading and each saving."""

    def load(self) -> dict[str, Any]:
        with planned(), connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, _moment(timezone.now())])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        said: dict[str, Any] = self.decode(found[0])
        return said

    def _get_new_session_key(self) -> str:
        """Whether it is free shows when it is written."""
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session was ended meanwhile, CreateError for a taken key."""
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        row = [data, _moment(self.get_expiry_date()), self.session_key]
        row += [self.session_key] * must_create
        with _quickly() as and_so, planned(), connection.cursor() as cursor:
            cursor.execute((_ADD if must_create else _CHANGE) + and_so, row)
            if not cursor.rowcount:
                raise CreateError if must_create else UpdateError


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


@contextmanager
def _quickly() -> Iterator[str]:
    """Without waiting for the disk; PostgreSQL is told in the statement itself, for one trip."""
    if connection.vendor == "sqlite":
        with _one_at_a_time, unflushed():
            yield ""
    else:
        yield "" if connection.in_atomic_block else _UNFLUSHED
