"""How pressing a text for the loudspeakers is: `data/priorities.csv`, with source and certainty.

The three words are those of the provinces' systems; how often and when a station is advised to play
each is ours. An operator edits the table.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "priorities.csv"
NORMAL = "thong-thuong"


@dataclass(frozen=True, slots=True)
class Priority:
    """`times`: hours of a day, as 05:30; on every `every_days`th day."""

    name: str
    words: str
    every_days: int
    times: tuple[str, ...]
    note: str
    certainty: str


@cache
def priorities() -> dict[str, Priority]:
    """By name, the least pressing first."""
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return {row["name"]: _priority(row) for row in csv.DictReader(rows)}


def priority_of(said: str) -> Priority:
    """By name or by its words; the normal one for what is not known."""
    known = priorities()
    by_words = {one.words: one for one in known.values()}
    return known.get(said) or by_words.get(said) or known[NORMAL]


def _priority(row: dict[str, str]) -> Priority:
    return Priority(
        row["name"],
        row["words"],
        int(row["every_days"]),
        tuple(row["times"].split()),
        row["note"],
        row["certainty"],
    )
