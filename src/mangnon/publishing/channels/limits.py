"""What channels take, as data with its source and how sure we are of it: `limits.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mangnon.publishing.channels.base import Certainty, Problem

_FILE = Path(__file__).with_name("limits.csv")
_SURE = {"chính thức": Certainty.OFFICIAL, "chưa đối chiếu": Certainty.SECONDARY}
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limit:
    channel: str
    name: str
    value: int
    unit: str
    words: str
    source: str
    certainty: Certainty


@cache
def limits(channel: str) -> dict[str, Limit]:
    """Of one channel, by name."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["channel"] == channel]
    return {row["name"]: _limit(row) for row in rows}


def _limit(row: dict[str, str]) -> Limit:
    sure = _SURE[row["certainty"]]
    return Limit(
        row["channel"],
        row["name"],
        int(row["value"]),
        row["unit"],
        row["words"],
        row["source"],
        sure,
    )


def too_long(text: str, limit: Limit, field: str) -> list[Problem]:
    """A problem when a text has more characters than the channel takes."""
    over = len(text) - limit.value
    if over <= 0:
        return []
    most = f"{limit.value:,}".replace(",", ".")
    words = f"{_capital(limit.words)} dài quá {over} ký tự (nhiều nhất {most})."
    return [Problem(words, field, limit.certainty)]


def too_big(content: bytes, limit: Limit, field: str, name: str) -> list[Problem]:
    """A problem when a file is heavier than the channel takes."""
    if len(content) <= limit.value:
        return []
    words = f"“{name}” nặng hơn {limit.value // _MEGABYTE} MB."
    return [Problem(words, field, limit.certainty)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
