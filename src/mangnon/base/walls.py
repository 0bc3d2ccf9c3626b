"""Who asks the database.

On PostgreSQL rows about reports and cases stand behind a second wall, row-level security
(`reports/walls.py`, `cases/walls.py`). It shows a connection what the person said here may see,
everything to the system, and nothing to a connection that was told nothing. On SQLite there is no
such wall and nothing is said.

A connection serves one request after the other, so what is said is always taken back. Said past
Django's cursors: it is no question of the page's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_SAY = "SELECT set_config('mangnon.person', %s, false), set_config('mangnon.system', %s, false)"


@dataclass(frozen=True)
class Asking:
    """A person by id, or the system with its reason, which stands above the person."""

    person: str = ""
    system: str = ""


class _Here(threading.local):
    said: Asking | None = None


NOBODY = Asking()
_here, _whole = _Here(), [NOBODY]


def who_asks() -> Asking:
    """What the connection of this thread has been told."""
    return _here.said or _whole[0]


@contextmanager
def asked_by(person: UUID | None) -> Iterator[None]:
    """Everything inside is asked by this person, or by somebody who is not signed in."""
    with _standing(Asking(person=str(person or ""))):
        yield


@contextmanager
def for_the_system(reason: str) -> Iterator[None]:
    """What nobody's rights can answer: strangers who report, the clock, locks. Also a decorator.

    Where a person asks, only after `perms` has said yes. Inside the system nothing is said anew.
    """
    said = who_asks()
    with _standing(said if said.system else replace(said, system=reason)):
        yield


def whole_program_asks(reason: str) -> None:
    """For programs that are the system from beginning to end: measurements and tests."""
    former, _whole[0] = who_asks(), Asking(system=reason)
    if who_asks() != former:
        _tell(connection, who_asks())  # it may be open already


@contextmanager
def _standing(new: Asking) -> Iterator[None]:
    before = _here.said
    try:
        _say(new)
        yield
    finally:
        _say(before)


def _say(new: Asking | None) -> None:
    former, _here.said = who_asks(), new
    if who_asks() != former:
        connection.close_if_health_check_failed()
        _tell(connection, who_asks())


def _tell(to: BaseDatabaseWrapper, now: Asking) -> None:
    """Whoever is not connected yet is told when it connects (below).

    A transaction that failed hears nothing and needs nothing: its rollback brings back what was
    said before it began. A line that broke is closed: a new one has been told nothing.
    """
    raw: Any = to.connection
    if to.vendor != "postgresql" or raw is None:
        return
    if raw.info.transaction_status.name == "INERROR":
        return
    try:
        with to.wrap_database_errors:
            raw.execute(_SAY, (now.person, now.system))
    except Error:
        to.close()


def _greet(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if who_asks() != NOBODY:
        _tell(connection, who_asks())


connection_created.connect(_greet)


class WhoAsks:
    """Middleware: every question of a request is asked by whoever sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with asked_by(request.user.pk):
            return self.get_response(request)
