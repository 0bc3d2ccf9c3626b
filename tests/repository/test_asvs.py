"""Every requirement of ASVS 5.0, levels 1 and 2, has an answer; what an answer names is there."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {"test", "setting", "reason", "not applicable", "chưa làm"}
# How many requirements each chapter of ASVS 5.0.0 has at levels 1 and 2, from its own table.
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9}
CHAPTERS |= {13: 13, 14: 9, 15: 13, 16: 16, 17: 7}
Row = dict[str, str]


def rows() -> list[Row]:
    with (ROOT / "docs/reference/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def text_of(name: str) -> str:
    path = ROOT / name
    return path.read_text("utf-8") if path.is_file() else ""


def is_there(place: str) -> bool:
    """A file or folder; with `::`, a test of that name in it; with `#`, that word in it."""
    if "::" in place:
        name, test = place.split("::")
        return re.search(rf"^def {test}\(", text_of(name), re.MULTILINE) is not None
    name, _, word = place.partition("#")
    return (ROOT / name).exists() and word in (text_of(name) or word)


def test_each_requirement_stands_there_once() -> None:
    ids = [row["id"] for row in rows()]
    assert len(set(ids)) == len(ids) == 253
    assert all(re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", one) for one in ids)
    assert Counter(row["level"] for row in rows()) == {"1": 70, "2": 183}
    assert Counter(int(one[1:].split(".")[0]) for one in ids) == CHAPTERS


def test_no_answer_is_empty_and_each_says_where_or_why() -> None:
    wanting = [
        row["id"]
        for row in rows()
        if row["answer"] not in ANSWERS
        or not row["asks"]
        or (row["answer"] in ("test", "setting") and not row["where"])
        or (row["answer"] in ("reason", "not applicable", "chưa làm") and not row["why"])
        or (row["answer"] == "test" and "tests/" not in row["where"])
    ]
    assert wanting == []


def test_what_is_named_is_there() -> None:
    named = [(row["id"], place) for row in rows() for place in row["where"].split()]
    assert [one for one in named if not is_there(one[1])] == []


def test_what_is_not_built_is_counted() -> None:
    """Who builds one of these, or finds another, says so here."""
    open_ones = {row["id"] for row in rows() if row["answer"] == "chưa làm"}
    assert open_ones == {"V6.5.5", "V15.2.1", "V16.4.3"}
