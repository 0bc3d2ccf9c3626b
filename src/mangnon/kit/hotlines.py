"""The national emergency numbers, 111 first: data with source and date, read without a database."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "emergency.csv"


@dataclass(frozen=True)
class Hotline:
    """One number that helps at once. `checked_on` is None while nobody has compared it."""

    number: str
    title: str
    words: str
    source: str
    valid_from: date
    checked_on: date | None


@cache
def hotlines() -> tuple[Hotline, ...]:
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(_hotline(row) for row in csv.DictReader(rows))


def _hotline(row: dict[str, str]) -> Hotline:
    return Hotline(
        number=row["number"],
        title=row["title"],
        words=row["words"],
        source=row["source"],
        valid_from=date.fromisoformat(row["valid_from"]),
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )
