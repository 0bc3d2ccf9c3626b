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

from mangnon.gateway.engine.plan import GroupPlan, Plan


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
ADULTS = ("staff", "guests")
YOUTUBE_LEVELS = {"mam_non": "strict", "tieu_hoc": "strict", "thcs": "strict", "thpt": "moderate"}
# Names that no list knows and that look like gambling or adult sites.
UNKNOWN_NAMES = {"mam_non": "block", "tieu_hoc": "ask", "thcs": "ask", "thpt": "flag"}


def strictest(letters: Iterable[str]) -> Verdict | None:
    """The verdict that decides among several letters; None for none."""
    verdicts = {Verdict(letter) for letter in letters}
    return next((verdict for verdict in _STRICTEST_FIRST if verdict in verdicts), None)


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
        return Verdict.OPEN if self.key in ADULTS else Verdict.BLOCKED


def group_named(key: str) -> Group:
    """Raises UnknownGroup."""
    if key not in GROUPS:
        raise UnknownGroup(f"không có nhóm {key!r}: chọn {', '.join(GROUPS)}")
    return Group(key, GROUPS[key], _table()[key])


def default_plan(site: str = "Bảng mặc định") -> Plan:
    """A plan of the default table alone, whoever the clients are."""
    groups = []
    for key, words in GROUPS.items():
        letters = {category: rule.verdict.value for category, rule in _table()[key].items()}
        fallback = Verdict.OPEN if key in ADULTS else Verdict.BLOCKED
        groups.append(
            GroupPlan(
                key,
                words,
                letters=letters,
                fallback=fallback.value,
                safesearch=key != "staff",
                youtube=YOUTUBE_LEVELS.get(key, "open"),
                unknown=UNKNOWN_NAMES.get(key, "open"),
                bypass=key != "staff",
            )
        )
    return Plan(site, tuple(groups), "mam_non")


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Rule]]:
    text = resources.files(__package__).joinpath("data/defaults.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        group: {row["category"]: Rule(Verdict(row[group]), row["why"]) for row in rows}
        for group in GROUPS
    }
