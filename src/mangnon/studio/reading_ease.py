"""How hard a Vietnamese text is and how long it takes: plain counts, no claim of a science.

Vietnamese writes a space between syllables, so a "chữ" here is a syllable. The bounds of
`data/reading.csv` are editable and marked as not yet compared with a study.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mangnon.studio.model import Audience

_FILE = Path(__file__).parent / "data" / "reading.csv"


@dataclass(frozen=True, slots=True)
class Ease:
    """`words`: syllables; `average` and `most` in a sentence; `minutes` to read it, at least 1;
    `level`: dễ, vừa, khó for the audience."""

    words: int
    average: float
    most: int
    minutes: int
    level: str

    @property
    def line(self) -> str:
        return (
            f"{self.words} chữ, đọc khoảng {self.minutes} phút;"
            f" câu trung bình {self.average:.0f} chữ: {self.level}"
        )


def ease_of(sentences: Sequence[str], audience: Audience) -> Ease:
    lengths = [len(sentence.split()) for sentence in sentences if sentence.strip()] or [0]
    easy, hard, pace = _bounds()[audience]
    average = sum(lengths) / len(lengths)
    level = "dễ" if average <= easy else "vừa" if average <= hard else "khó"
    return Ease(sum(lengths), average, max(lengths), max(1, round(sum(lengths) / pace)), level)


@cache
def _bounds() -> dict[str, tuple[float, float, float]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["audience"]: (float(row["easy"]), float(row["hard"]), float(row["pace"]))
            for row in csv.DictReader(file)
        }
