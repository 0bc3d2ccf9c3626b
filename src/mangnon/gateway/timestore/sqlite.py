"""The counters in one file, for a school or a province of some hundred filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from mangnon.gateway.timestore.engine import (
    COLUMNS,
    HOURS_DAYS,
    MINUTES_DAYS,
    NAMES_DAYS,
    Put,
    Row,
    StoreFailed,
)

# The number of steps that a file has gone through is its user_version.
_STEPS = (
    """
    create table minutes (
        site integer not null, minute integer not null, who text not null, category text not null,
        answers integer not null, primary key (site, minute, who, category)) without rowid;
    create table hours (
        site integer not null, hour integer not null, who text not null, category text not null,
        answers integer not null, primary key (site, hour, who, category)) without rowid;
    create table names (
        site integer not null, day integer not null, who text not null, category text not null,
        name text not null, answers integer not null,
        primary key (site, day, who, category, name)) without rowid;
    create table seen (
        gateway text not null, ident text not null, minute integer not null,
        primary key (gateway, ident)) without rowid;
    """,
)
_PUT = {
    table: f"insert into {table} values ({', '.join('?' * len(COLUMNS[table]))})"  # noqa: S608
    " on conflict do update set answers = answers + excluded.answers"
    for table in ("minutes", "hours", "names")
}
_DAY = 24 * 60
# A filter sends a report again until it hears that it came, one at a time: the reports of the last
# day on which it spoke are enough, however long it was away.
_SWEEP = (
    ("delete from minutes where minute < ?", MINUTES_DAYS, 1),
    ("delete from hours where hour < ?", HOURS_DAYS, 60),
    ("delete from names where day < ?", NAMES_DAYS, _DAY),
)
_SWEEP_SEEN = """delete from seen where minute < (
    select max(latest.minute) from seen as latest where latest.gateway = seen.gateway) - 24 * 60"""


class SqliteEngine:
    """One file, opened for each call: a fraction of a millisecond, and safe in any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def batch(self, gateway: str, ident: str, minute: int) -> Iterator[Put | None]:
        with self._opened() as file:
            file.execute("begin immediate")
            try:
                new = file.execute(
                    "insert into seen values (?, ?, ?) on conflict do nothing",
                    (gateway, ident, minute),
                ).rowcount

                def put(table: str, rows: Sequence[Row]) -> None:
                    file.executemany(_PUT[table], rows)

                yield put if new else None
                file.execute("commit")
            finally:
                if file.in_transaction:
                    file.execute("rollback")

    def rows(self, sql: str, values: Mapping[str, int | str]) -> list[Row]:
        with self._opened() as file:
            return file.execute(sql, dict(values)).fetchall()

    def sweep(self, minute: int) -> None:
        with self._opened() as file:
            for statement, days, step in _SWEEP:
                file.execute(statement, ((minute - days * _DAY) // step,))
            file.execute(_SWEEP_SEEN)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=20, isolation_level=None)) as file:
                file.execute("pragma synchronous = normal")
                if file.execute("pragma user_version").fetchone()[0] < len(_STEPS):
                    _bring_up(file)
                yield file
        except sqlite3.Error as wrong:
            raise StoreFailed(f"Tệp số đếm không dùng được: {wrong}") from wrong


def _bring_up(file: sqlite3.Connection) -> None:
    """Through the steps that the file has not gone, by one process alone."""
    file.execute("pragma journal_mode = wal")
    file.execute("begin immediate")
    done = file.execute("pragma user_version").fetchone()[0]
    for number, step in enumerate(_STEPS[done:], start=done + 1):
        for statement in filter(str.strip, step.split(";")):
            file.execute(statement)
        file.execute(f"pragma user_version = {number}")
    file.execute("commit")


def copy_of(path: Path, target: Path) -> None:
    """A copy of the file as it stands at one moment, in one file without a WAL beside it."""
    with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=-1)
        copy.execute("pragma journal_mode = delete")
