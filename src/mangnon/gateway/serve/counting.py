"""Counters on disk: minute, group, word, answers; and the names blocked most, by day. Nothing about
who asked.

A full or broken disk costs counters, never answers.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from mangnon.gateway.engine import data, names
from mangnon.gateway.engine.kept import Counted

log = logging.getLogger("mangnon.gateway")
MOST_WAITING = 10_000
_TABLES = (
    """create table if not exists counted (
    minute text not null, who text not null, category text not null, answers integer not null,
    primary key (minute, who, category)) without rowid""",
    """create table if not exists top (
    day text not null, who text not null, category text not null, name text not null,
    answers integer not null, primary key (day, who, category, name)) without rowid""",
)
_ADD = """insert into counted values (?, ?, ?, ?)
    on conflict do update set answers = answers + excluded.answers"""
_ADD_TOP = """insert into top values (?, ?, ?, ?, ?)
    on conflict do update set answers = answers + excluded.answers"""
_Top = tuple[str, str, str, str]  # day, group, word, name


class Counters:
    """Gathers by group and word (see `Counted`), and names that at least five clients asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: dict[tuple[str, str], int] = {}
        self._top: dict[_Top, int] = {}
        self._help = frozenset(names.wire(name.encode()) for name in data.help_sites())

    def add(self, counted: Counted, groups: tuple[str, ...]) -> None:
        for (group, word), answers in counted.answers.items():
            key = (groups[group], word)
            if key in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[key] = self._waiting.get(key, 0) + answers
        for (group, word, name), answers in counted.top.items():
            if any(name[at:] in self._help for at in names.suffixes(name)):
                continue  # ordered shut all the same: who looked for help there is nobody's matter
            named = (counted.day, groups[group], word, names.text(name))
            if named in self._top or len(self._top) < MOST_WAITING:
                self._top[named] = self._top.get(named, 0) + answers

    def write(self, now: datetime) -> None:
        """Add what was gathered to the file, under the minute in UTC and the local day."""
        minute = now.strftime("%Y-%m-%dT%H:%MZ")
        rows = [(minute, *key, answers) for key, answers in self._waiting.items()]
        named = [(*key, answers) for key, answers in self._top.items()]
        try:
            with closing(sqlite3.connect(self._path, timeout=1)) as file, file:
                for table in _TABLES:
                    file.execute(table)
                file.executemany(_ADD, rows)
                file.executemany(_ADD_TOP, named)
        except sqlite3.Error as wrong:
            log.error("không ghi được số đếm: %s", wrong)
            return
        self._waiting.clear()
        self._top.clear()
