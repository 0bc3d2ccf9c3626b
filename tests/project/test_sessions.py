"""A session is kept by one write, and one that was ended does not come back."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.base.unflushed import unflushed
from mangnon.project.sessions import SessionStore


def begun() -> SessionStore:
    session = SessionStore()
    session["step"] = "an-toan"
    session.save()
    return session


@pytest.mark.django_db
def test_the_next_step_is_one_write_of_the_same_row() -> None:
    session = begun()
    session["step"] = "o-dau"

    with CaptureQueriesContext(connection) as asked:
        session.save()

    assert [one["sql"][:6] for one in asked if "PRAGMA" not in one["sql"]] == ["UPDATE"]
    assert SessionStore(session.session_key)["step"] == "o-dau"
    assert Session.objects.get().get_decoded() == {"step": "o-dau"}


@pytest.mark.django_db
def test_a_session_that_was_ended_is_not_brought_back() -> None:
    session = begun()
    late = SessionStore(session.session_key)
    late["step"] = "gui"
    session.flush()

    with pytest.raises(UpdateError):
        late.save()

    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_disk_is_waited_for_again_after_a_session_was_saved() -> None:
    asked = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"

    def waits() -> object:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return cursor.fetchone()[0]

    if connection.vendor == "sqlite":  # which need not wait in tests
        connection.cursor().execute("PRAGMA synchronous=FULL")
    before = waits()
    with unflushed():
        inside = waits()
    session = begun()
    session["step"] = "gui"
    session.save()

    assert inside in {1, "off"}
    assert waits() == before
    connection.close()
