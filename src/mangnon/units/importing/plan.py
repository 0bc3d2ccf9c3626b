"""What a list would do, worked out without doing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mangnon.units.importing.tables import MAX_CELL, Row

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Problem:
    """A line that is left out, and why. `column` is "" when the whole line is meant."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Change:
    """A line that is good: what it would make, change or leave."""

    line: int
    kind: str
    title: str
    values: Mapping[str, Any]
    differences: tuple[tuple[str, str, str], ...] = ()  # column, before, after


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def new(self) -> list[Change]:
        return self.of_kind(NEW)

    @property
    def changed(self) -> list[Change]:
        return self.of_kind(CHANGED)

    @property
    def same(self) -> list[Change]:
        return self.of_kind(SAME)

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)

    def digest(self) -> str:
        """Tells whether what is about to be done is still what was shown."""
        said = [(c.line, c.kind, c.title, dict(c.values)) for c in self.changes]
        text = json.dumps([said, [p.line for p in self.problems]], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Wrong(Exception):
    """Why one line cannot be taken."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason

    def at(self, line: int) -> Problem:
        return Problem(line, self.column, self.value[:100], self.reason)


def check_cells(row: Row) -> None:
    """Formulas and endless cells: raises Wrong for the first."""
    for column, value in row.cells.items():
        if value.startswith(("=", "@", "+")):
            raise Wrong(column, value, "Ô chứa công thức. Hãy dán lại dạng giá trị.")
        if len(value) > MAX_CELL:
            raise Wrong(column, value, f"Dài hơn {MAX_CELL} ký tự.")


def needed(row: Row, column: str, *, most: int) -> str:
    """The words of a cell that must not be empty."""
    value = row[column]
    if not value:
        raise Wrong(column, "", "Ô này để trống.")
    if len(value) > most:
        raise Wrong(column, value, f"Dài hơn {most} ký tự.")
    return value
