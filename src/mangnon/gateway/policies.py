"""What each age group may open: the default table, and the reading of it.

The table is data (`data/defaults.csv`), each row with its reason. Letters: L locked for everybody,
X blocked, A may be opened for a lesson when a teacher agrees, O open.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources


class Verdict(Enum):
    LOCKED = "L"
    BLOCKED = "X"
    ASK = "A"
    OPEN = "O"

    @property
    def blocks(self) -> bool:
        return self is not Verdict.OPEN

    @property
    def words(self) -> str:
        return {
            Verdict.LOCKED: "khóa, không ai mở được",
            Verdict.BLOCKED: "chặn",
            Verdict.ASK: "chặn, giáo viên có thể cho mở trong tiết học",
            Verdict.OPEN: "mở",
        }[self]


_STRICTEST_FIRST = (Verdict.LOCKED, Verdict.BLOCKED, Verdict.ASK, Verdict.OPEN)

GROUPS = {
    "mam_non": "mầm non (3–5 tuổi)",
    "tieu_hoc": "tiểu học (6–10 tuổi)",
    "thcs": "trung học cơ sở (11–14 tuổi)",
    "thpt": "trung học phổ thông (15–17 tuổi)",
    "staff": "giáo viên, nhân viên",
    "guests": "khách",
}


class UnknownGroup(ValueError):
    """A group that does not exist; lists those that do."""


@dataclass(frozen=True)
class Rule:
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Group:
    """An age group with its table: category -> verdict and reason."""

    key: str
    words: str
    table: dict[str, Rule]

    def verdict(self, category: str) -> Verdict:
        """A category that the table does not know is blocked for pupils, open for adults."""
        rule = self.table.get(category)
        if rule is not None:
            return rule.verdict
        return Verdict.OPEN if self.key in {"staff", "guests"} else Verdict.BLOCKED

    def strictest(self, categories: Iterable[str]) -> tuple[str, Verdict | None]:
        """The category that decides among several, and its verdict; blank and None for none."""
        ranked = [(self.verdict(category), category) for category in categories]
        for verdict in _STRICTEST_FIRST:
            for each, category in ranked:
                if each is verdict:
                    return category, verdict
        return "", None


def group_named(key: str) -> Group:
    """Raises UnknownGroup."""
    if key not in GROUPS:
        raise UnknownGroup(f"không có nhóm {key!r}: chọn {', '.join(GROUPS)}")
    return Group(key, GROUPS[key], _table()[key])


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Rule]]:
    text = resources.files(__package__).joinpath("data/defaults.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        group: {row["category"]: Rule(Verdict(row[group]), row["why"]) for row in rows}
        for group in GROUPS
    }
