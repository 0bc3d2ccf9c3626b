"""A copy of the database holds what no single person may see, and its walls stand where it is put
back."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from mangnon.base.health import dumps
from mangnon.base.walls import NOBODY
from tests.base.database import database_url
from tests.cast import make_province
from tests.reports.cast import tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
_COUNT = "SELECT count(*) FROM reports_report"


def test_a_backup_holds_every_report_and_its_walls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    make_province()
    numbers = {tell().report.number, tell().report.number}
    # As in a real house: whoever makes the backup has said nothing.
    monkeypatch.setattr("mangnon.base.walls._whole", [NOBODY])
    head = dumps.dump(tmp_path / "mangnon.pgdump")
    assert head is not None
    name = f"walls_{os.getpid()}"
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            monkeypatch.setitem(connection.settings_dict, "NAME", name)
            dumps.load(tmp_path / "mangnon.pgdump")
            monkeypatch.undo()
            url = database_url(name)
            with psycopg.connect(url) as nobody:
                assert nobody.execute(_COUNT).fetchone() == (0,)
            with psycopg.connect(url, options="-c mangnon.system=test") as system:
                found = system.execute("SELECT number FROM reports_report").fetchall()
            assert {number for (number,) in found} == numbers
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
