"""The whole database as one file, while others write, and back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection


class DumpRefused(Exception):
    """The database cannot be copied or put back; the words say why."""


@dataclass(frozen=True)
class Head:
    """The end of the audit record in a dump."""

    seq: int
    hash: str


def dump_name() -> str:
    return "mangnon.sqlite3" if connection.vendor == "sqlite" else "mangnon.pgdump"


def dump(target: Path) -> Head | None:
    """Copy the database to a file as it stands at one moment. Raises DumpRefused."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(target)
    return _dump_postgresql(target)


def examine(source: Path) -> None:
    """Raises DumpRefused when a dump is broken. pg_restore is one transaction and needs no look."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as copy:
            _refuse_broken(copy)


def load(source: Path) -> None:
    """Put a dump in the place of the database. Raises DumpRefused, and then changes nothing."""
    connection.close()
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_postgresql(source)


def is_empty() -> bool:
    """Whether nothing would be lost: there are no tables yet."""
    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not name.exists():
        return True
    return not connection.introspection.table_names()


_HEAD = "SELECT seq, hash FROM audit_audithead"


def _dump_sqlite(target: Path) -> Head | None:
    """SQLite's own online copy: one read transaction, writers go on in the WAL meanwhile."""
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no WAL beside it
        _refuse_broken(copy)
        found = copy.execute(_HEAD).fetchone()
    return Head(*found) if found else None


def _refuse_broken(copy: sqlite3.Connection) -> None:
    said = copy.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise DumpRefused(f"Cơ sở dữ liệu bị hỏng: {said}")


def _load_sqlite(source: Path) -> None:
    place = Path(str(connection.settings_dict["NAME"]))
    for beside in (f"{place}-wal", f"{place}-shm"):
        Path(beside).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    source.replace(place)
    place.chmod(0o600)


def _dump_postgresql(target: Path) -> Head | None:
    # Read before the dump begins: what the dump holds is this or later.
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        found = cursor.fetchone()
    # As the system: the walls before reports and cases (`base/walls.py`) hold for pg_dump, which
    # would refuse to begin without the word that it reads what it may see.
    words = ("--format=custom", "--no-owner", "--enable-row-security", f"--file={target}")
    _run("pg_dump", *words, _database())
    return Head(*found) if found else None


def _load_postgresql(source: Path) -> None:
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={_database()}",
        str(source),
    )


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *words: str) -> None:
    done = subprocess.run(
        [_program(program), *words],
        env={**os.environ, **_where()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise DumpRefused(f"{program} không chạy được: {last}")


def _program(name: str) -> str:
    """PostgreSQL's programs lie outside PATH on Debian; the newest fits every older server."""
    if found := shutil.which(name):
        return found
    known = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    if not known:
        raise DumpRefused(f"Không tìm thấy {name}. Hãy cài: apt install postgresql-client")
    return str(known[-1])


def _where() -> dict[str, str]:
    """How libpq finds the server, and who asks there; the password never on the line."""
    said: dict[str, Any] = connection.settings_dict
    pairs = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    found = {name: str(said[key]) for name, key in pairs.items() if said.get(key)}
    return found | {"PGOPTIONS": "-c mangnon.system=backup"}
