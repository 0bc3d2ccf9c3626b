"""PostgreSQL is asked with fewer trips, and a line that broke is still found before it is used."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection
from django.db.backends.postgresql import base as stock

from mangnon.base.audit.models import AuditHead
from mangnon.base.planned import planned

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no connection that could break"
)
_STATEMENTS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS, ["%audit_audithead%"])
        return int(cursor.fetchone()[0])


@on_postgresql
@pytest.mark.django_db
def test_what_stands_inside_is_planned_once_and_what_stands_outside_is_not():
    list(AuditHead.objects.filter(pk=2))
    before = prepared()
    with planned():
        answers = [list(AuditHead.objects.filter(pk=pk)) for pk in (2, 3, 4)]
    list(AuditHead.objects.filter(pk=2))

    assert (before, prepared()) == (0, 1)
    assert answers == [[], [], []]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_waits_is_trusted_for_a_while_without_a_question():
    connection.ensure_connection()
    connection.is_usable()
    with patch.object(stock.DatabaseWrapper, "is_usable", return_value=False) as asked:
        usable = connection.is_usable()
        connection._asked_at -= 30
        later = connection.is_usable()

    assert (usable, later, asked.call_count) == (True, False, 1)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_threw_out_is_replaced_before_it_is_asked():
    connection.ensure_connection()
    assert connection.is_usable()
    thrown = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [thrown])
    other.close()
    connection.health_check_enabled = True
    connection.health_check_done = False

    assert not AuditHead.objects.filter(pk=2).exists()
    assert connection.connection.info.backend_pid != thrown


def test_planned_is_taken_back_when_something_fails():
    with pytest.raises(ZeroDivisionError), planned():
        raise ZeroDivisionError

    assert not getattr(connection, "plans", False)
