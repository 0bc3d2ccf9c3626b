"""How high the risk may be: a suggestion by counting, which a worker confirms or overrules.

The rule is a table (`data/forms/risk.csv`) that was not yet compared with the Decree's annex.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import LEVELS, Certainty, Field, Scale

WHAT = {Scale.HARM: "mức độ tổn hại", Scale.ABILITY: "khả năng tự bảo vệ, phục hồi"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows when harm has more, equal or less "Cao" than ability."""

    compared: str
    level: str
    words: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`level` is "" while something is not judged yet; `reasons` are for the screen. `counts` are
    the numbers of Cao, Trung bình, Thấp on each side."""

    level: str
    reasons: tuple[str, ...]
    counts: Mapping[Scale, Mapping[str, int]]
    unverified: bool

    @property
    def words(self) -> str:
        return LEVELS.get(self.level, "")


@cache
def rules() -> tuple[Rule, ...]:
    file = resources.files("mangnon.cases").joinpath("data", "forms", "risk.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Rule(
            row["compared"], row["level"], row["words"], Certainty(row["certainty"]), row["source"]
        )
        for row in rows
    )


def suggest_risk(
    answers: Mapping[str, Any],
    form: str = "02",
    *,
    version: int | None = None,
    table: Sequence[Rule] | None = None,
) -> Suggestion:
    """What counting says of the answers of Mẫu 02, 03 or 06. Other forms have nothing to count."""
    scored = [field for field in schema(form, version).fields if field.scale]
    counts = {scale: _count(scored, scale, answers) for scale in Scale}
    waiting = [field.words for field in scored if answers.get(field.key) not in LEVELS]
    if waiting or not scored:
        said = f"Chưa chấm: {'; '.join(waiting)}." if waiting else "Mẫu này không có phần chấm."
        return Suggestion("", (said,), counts, unverified=True)
    harm, ability = counts[Scale.HARM]["high"], counts[Scale.ABILITY]["high"]
    compared = "more" if harm > ability else "less" if harm < ability else "equal"
    rule = next(rule for rule in (table or rules()) if rule.compared == compared)
    reasons = [_told(scale, counts[scale]) for scale in Scale]
    unverified = rule.certainty is not Certainty.READ
    return Suggestion(rule.level, (*reasons, f"{rule.words}."), counts, unverified)


def _count(scored: list[Field], scale: Scale, answers: Mapping[str, Any]) -> dict[str, int]:
    said = [answers.get(field.key) for field in scored if field.scale is scale]
    return {level: said.count(level) for level in LEVELS}


def _told(scale: Scale, counts: Mapping[str, int]) -> str:
    said = ", ".join(f"{counts[level]} {words}" for level, words in LEVELS.items())
    return f"Về {WHAT[scale]}: {said}."
