"""Counters on their way to the platform, each of them exactly once.

The filter adds up in its own file; this keeps how much of each row was put into a batch. A batch
and what it holds are written in one transaction and sent under the same name until the platform
says that it has it: neither a lost answer nor kill -9 counts anything twice or never.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from mangnon.gateway.link.report import MOST_ROWS, MOST_TOP, Row, TopRow

FILE = "link.sqlite"
BACK = timedelta(hours=2)  # a process may still add to a row this old
KEPT_DAYS, MOST_DAYS = 35, 400
_COUNTED, _TOP = ("minute", "who", "category"), ("day", "who", "category", "name")
_TABLES = {"counted": _COUNTED, "top": _TOP}
_SCHEMA = """
create table if not exists counted (minute text, who text, category text, answers integer,
    primary key (minute, who, category)) without rowid;
create table if not exists top (day text, who text, category text, name text, answers integer,
    primary key (day, who, category, name)) without rowid;
create table if not exists batch (ident text primary key, said text);
create table if not exists seen (at text);
"""


@dataclass(frozen=True)
class Batch:
    ident: str
    counted: tuple[Row, ...]
    top: tuple[TopRow, ...]


class Outgoing:
    """counters: the filter's file; state: where this keeps its own."""

    def __init__(self, counters: Path, state: Path) -> None:
        self._counters, self._own = counters, state / FILE
        self._first = True

    def next(self, now: datetime) -> Batch | None:
        """The batch that waits, else a new one of what was not sent; None when all was. Raises
        sqlite3.Error."""
        if not self._counters.exists():
            return None
        with self._open() as file:
            waiting = file.execute("select ident, said from batch").fetchone()
            return _batch(*waiting) if waiting else self._gathered(file, now)

    def taken(self, ident: str) -> None:
        """The platform has it."""
        with self._open() as file:
            file.execute("delete from batch where ident = ?", (ident,))

    def forget_old(self) -> None:
        """What was sent goes after five weeks, what could not be sent after 400 days. Days are
        those that were counted, not those of a clock, which may be wrong."""
        if not self._counters.exists():
            return
        with self._open(readable=False) as file:
            for table, keys in _tables_of(file).items():
                _forget(file, table, keys)

    def _gathered(self, file: sqlite3.Connection, now: datetime) -> Batch | None:
        since, minute = self._since(file, now), now.strftime("%Y-%m-%dT%H:%MZ")
        tables = _tables_of(file)
        counted = _fresh(file, "counted", since, minute, MOST_ROWS) if "counted" in tables else []
        top = _fresh(file, "top", since[:10], "", MOST_TOP) if "top" in tables else []
        if len(counted) < MOST_ROWS:
            self._first = False
        if not counted and not top:
            return None
        said = json.dumps({"counted": counted, "top": top}, ensure_ascii=False)
        ident = str(uuid.uuid4())
        for table, rows in (("counted", counted), ("top", top)):
            keys = len(_TABLES[table])
            marks = ", ".join("?" * (keys + 1))
            file.executemany(
                f"insert into main.{table} values ({marks})"  # noqa: S608  names of our own
                " on conflict do update set answers = answers + excluded.answers",
                rows,
            )
        file.execute("insert into batch values (?, ?)", (ident, said))
        file.execute("delete from seen")
        file.execute("insert into seen values (?)", (_looked_until(counted, top, minute),))
        return _batch(ident, said)

    def _since(self, file: sqlite3.Connection, now: datetime) -> str:
        """From when rows may be new: everything at the start, then two hours before the last look
        or the clock, whichever is earlier."""
        seen = file.execute("select at from seen").fetchone()
        if self._first or not seen:
            return ""
        last = datetime.strptime(seen[0], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        return (min(last, now) - BACK).strftime("%Y-%m-%dT%H:%MZ")

    @contextmanager
    def _open(self, *, readable: bool = True) -> Iterator[sqlite3.Connection]:
        """Own tables with the filter's beside them, in one transaction."""
        self._own.parent.mkdir(parents=True, exist_ok=True)
        with closing(
            sqlite3.connect(f"file:{quote(str(self._own))}", timeout=10, uri=True)
        ) as file:
            file.executescript(_SCHEMA)
            mode = "ro" if readable else "rw"
            file.execute("attach ? as filter", (f"file:{quote(str(self._counters))}?mode={mode}",))
            file.isolation_level = None
            file.execute("begin immediate")
            try:
                yield file
            except BaseException:
                file.execute("rollback")
                raise
            file.execute("commit")


def _looked_until(
    counted: list[tuple[str | int, ...]], top: list[tuple[str | int, ...]], minute: str
) -> str:
    """Up to when everything is in a batch: now, unless there was more than a batch holds."""
    ends = [minute]
    if len(counted) >= MOST_ROWS:
        ends.append(str(counted[-1][0]))
    if len(top) >= MOST_TOP:
        ends.append(f"{top[-1][0]}T00:00Z")
    return min(ends)


def _tables_of(file: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    found = file.execute("select name from filter.sqlite_master where type = 'table'").fetchall()
    there = {name for (name,) in found}
    return {table: keys for table, keys in _TABLES.items() if table in there}


def _fresh(
    file: sqlite3.Connection, table: str, since: str, growing: str, most: int
) -> list[tuple[str | int, ...]]:
    """Rows with what was added to them since they were last sent; the minute that still grows
    waits."""
    keys = _TABLES[table]
    mine = ", ".join(f"f.{key}" for key in keys)
    same = " and ".join(f"s.{key} = f.{key}" for key in keys)
    sql = (
        f"select {mine}, f.answers - coalesce(s.answers, 0) from filter.{table} f"  # noqa: S608
        f" left join main.{table} s on {same}"
        f" where f.{keys[0]} >= ? and f.{keys[0]} <> ? and f.answers > coalesce(s.answers, 0)"
        f" order by {mine} limit {most}"
    )
    return file.execute(sql, (since, growing)).fetchall()


def _forget(file: sqlite3.Connection, table: str, keys: tuple[str, ...]) -> None:
    day = f"substr({keys[0]}, 1, 10)"
    days = f"select distinct {day} from filter.{table} order by 1 desc limit 1 offset ?"  # noqa: S608
    same = " and ".join(f"s.{key} = f.{key}" for key in keys)
    sent = f"exists (select 1 from main.{table} s where {same} and s.answers >= f.answers)"  # noqa: S608
    for offset, condition in ((KEPT_DAYS, f" and {sent}"), (MOST_DAYS, "")):
        oldest = file.execute(days, (offset - 1,)).fetchone()
        old = f"delete from filter.{table} as f where {day} < ?{condition}"  # noqa: S608
        if oldest:
            file.execute(old, oldest)
    gone = f"not exists (select 1 from filter.{table} f where {same})"  # noqa: S608
    file.execute(f"delete from main.{table} as s where {gone}")  # noqa: S608


def _batch(ident: str, said: str) -> Batch:
    rows = json.loads(said)
    return Batch(
        ident,
        tuple(tuple(row) for row in rows["counted"]),
        tuple(tuple(row) for row in rows["top"]),
    )
