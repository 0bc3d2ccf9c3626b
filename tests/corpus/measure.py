"""Compares what the reader understood with the truth, field by field."""

import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mangnon.directives.letters import NotALetter, read_letter

from . import render
from .manners import as_text
from .specimens import FIELDS, Specimen, Truth

KINDS: dict[str, tuple[str, Callable[[Specimen], bytes]]] = {
    "text": (".txt", as_text),
    "docx": (".docx", render.as_docx),
    "pdf": (".pdf", render.as_pdf),
    "scan200": (".pdf", lambda one: render.as_scan(one, dpi=200)),
    "scan300": (".pdf", lambda one: render.as_scan(one, dpi=300)),
    "png200": (".png", lambda one: render.as_image(one, dpi=200, format="PNG")),
    "jpg200": (".jpg", lambda one: render.as_image(one, dpi=200, format="JPEG")),
}
SCANS = ("scan200", "scan300", "png200", "jpg200")
SCAN_SAMPLE = 12
CLAUSE_ERRORS = 0.01  # share of wrong characters that a clause of a scan may have
CASELESS = ("issuer", "parent", "signer")  # TCVN3 loses the case of capitals with tones


@dataclass
class Figures:
    """Points by field, and what differed: (letter, field, expected, found)."""

    letters: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, Any, Any]] = field(default_factory=list, repr=False)
    seconds: float = 0.0

    @property
    def ratio(self) -> float:
        return self.right.total() / self.asked.total() if self.asked else 0.0

    def as_dict(self) -> dict[str, Any]:
        return {
            "letters": self.letters,
            "fields": self.asked.total(),
            "exact": self.right.total(),
            "field_exact": round(self.ratio, 4),
            "by_field": {
                key: round(self.right[key] / self.asked[key], 3)
                for key in (*FIELDS, "warnings")
                if self.asked[key]
            },
            "seconds": round(self.seconds, 2),
        }


def measure(letters: Iterable[Specimen], kind: str) -> Figures:
    figures = Figures()
    suffix, printed = KINDS[kind]
    for one in letters:
        data = printed(one)
        start = time.perf_counter()
        found = understood(data, one.name.replace("/", "-") + suffix)
        figures.seconds += time.perf_counter() - start
        figures.letters += 1
        for key, right in compared(one, found, scan=kind in SCANS):
            figures.asked[key] += 1
            figures.right[key] += right
            if not right:
                expected = one.truth.get(key)
                figures.misses.append((one.name, key, expected, found and found.get(key)))
    return figures


def understood(data: bytes, name: str) -> Truth | None:
    """The reader's answer as a dictionary, or None when it said that this is no letter."""
    try:
        answer: Truth = read_letter(data, name=name).as_dict()
    except NotALetter:
        return None
    return answer


def compared(one: Specimen, found: Truth | None, *, scan: bool) -> Iterator[tuple[str, bool]]:
    if not one.is_letter:
        yield "type", found is None or (bool(one.body) and found["type"] == one.type)
        return
    caseless = one.manner.get("form") == "tcvn3"
    for key in FIELDS:
        yield key, found is not None and same(key, one.truth[key], found[key], scan, caseless)
    if one.truth["warnings"]:
        yield "warnings", found is not None and bool(found["warnings"])


def same(key: str, expected: Any, found: Any, scan: bool, caseless: bool) -> bool:
    expected, found = folded(expected), folded(found)
    if key == "clauses" and scan:
        return len(expected) == len(found) and all(map(close, expected, found))
    if key in CASELESS and caseless:
        return lowered(expected) == lowered(found)
    return bool(expected == found)


def folded(value: Any) -> Any:
    """Text in NFC with white space folded, in every depth."""
    if isinstance(value, str):
        return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value)).strip()
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    return [folded(one) for one in value] if isinstance(value, list | tuple) else value


def lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: lowered(one) for key, one in value.items()}
    return value.lower() if isinstance(value, str) else value


def close(expected: dict[str, str], found: dict[str, str]) -> bool:
    allowed = int(len(expected["text"]) * CLAUSE_ERRORS)
    return expected["number"] == found["number"] and (
        expected["text"] == found["text"]
        or distance(expected["text"], found["text"], allowed) <= allowed
    )


def distance(one: str, other: str, limit: int) -> int:
    """Levenshtein distance as far as `limit`; anything greater is `limit + 1`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        low, high = max(1, i - limit), min(len(other), i + limit)
        last, row[low - 1] = row[low - 1], i if low == 1 else limit + 1
        for j in range(low, high + 1):
            last, row[j] = row[j], min(row[j - 1] + 1, row[j] + 1, last + (a != other[j - 1]))
        if high < len(other):
            row[high + 1] = limit + 1
    return min(row[-1], limit + 1)


def sample(letters: list[Specimen], count: int) -> list[Specimen]:
    """The same `count` true letters every time, in their order."""
    real = [one for one in letters if one.is_letter]
    chosen = {one.name for one in random.Random(7).sample(real, min(count, len(real)))}
    return [one for one in letters if one.name in chosen]
