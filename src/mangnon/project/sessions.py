"""Sessions in the database, saved with as little as a page that goes on needs.

A draft of a report is saved four times on its way. Django's own store opens a transaction for each
(three trips to PostgreSQL instead of one), and on SQLite each would wait for the disk. What a
session holds may be lost with the last moment before a power cut: whoever wrote presses the button
again. A report's own transaction is flushed as before, and with it everything that came earlier.
Beginning a session and ending one stay Django's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection

from mangnon.base.unflushed import unflushed

# SQLite lets its writers poll for their turn; threads of one process queue here instead.
_one_at_a_time = Lock()


class SessionStore(db.SessionStore):
    """Only `save` of a session that exists is different."""

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        new = {"session_data": row.session_data, "expire_date": row.expire_date}
        with _quickly():
            if not self.model.objects.filter(pk=self.session_key).update(**new):
                raise UpdateError


@contextmanager
def _quickly() -> Iterator[None]:
    """PostgreSQL flushes for many at once; a second and third trip would cost more."""
    if connection.vendor != "sqlite":
        yield
        return
    with _one_at_a_time, unflushed():
        yield
