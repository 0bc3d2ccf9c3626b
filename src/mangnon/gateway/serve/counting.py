"""Counters on disk: minute, group, category, answers. Nothing about who asked or for what.

A full or broken disk costs counters, never answers.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from mangnon.gateway.engine.hotpy import Counted

log = logging.getLogger("mangnon.gateway")
MOST_WAITING = 10_000
_TABLE = """create table if not exists counted (
    minute text not null, who text not null, category text not null, answers integer not null,
    primary key (minute, who, category)) without rowid"""
_ADD = """insert into counted values (?, ?, ?, ?)
    on conflict do update set answers = answers + excluded.answers"""


class Counters:
    """Gathers by group and category; a blank category is what was open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: dict[tuple[str, str], int] = {}

    def add(self, counted: Counted, groups: tuple[str, ...]) -> None:
        for (group, category), answers in counted.answers.items():
            key = (groups[group], category)
            if key in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[key] = self._waiting.get(key, 0) + answers

    def write(self, now: datetime) -> None:
        """Add what was gathered to the file, under the minute in UTC."""
        minute = now.strftime("%Y-%m-%dT%H:%MZ")
        rows = [(minute, *key, answers) for key, answers in self._waiting.items()]
        try:
            with closing(sqlite3.connect(self._path, timeout=1)) as file, file:
                file.execute(_TABLE)
                file.executemany(_ADD, rows)
        except sqlite3.Error as wrong:
            log.error("không ghi được số đếm: %s", wrong)
            return
        self._waiting.clear()
