"""What became of a line of a list: the rules in it, or why it was rejected.

A bundle keeps lines for what it took. What it did not take is read again from the list itself,
whole, for a line may depend on others (the origin of a zone, a rule that is taken back).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from mangnon.gateway.engine.rules import Reach, Rule
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules

_REACHES = {
    Reach.SUBTREE: "{} và mọi tên bên dưới",
    Reach.EXACT: "đúng tên {}",
    Reach.BELOW: "mọi tên bên dưới {}",
}


class NoSuchLine(ValueError):
    """A file that is not in the catalogue, or a line behind its end."""


@dataclass
class Line:
    """number: from 1; rejected: the reason, blank when it was taken or is only a remark."""

    listed: Listed
    number: int
    text: str
    rules: list[Rule] = field(default_factory=list)
    rejected: str = ""

    @property
    def words(self) -> str:
        """For the screen, one sentence."""
        where = f"{self.listed.file} dòng {self.number}"
        if self.rejected:
            return f"{where} bị bỏ: {self.rejected}."
        if not self.rules:
            return f"{where} không nêu luật nào (chú thích, tựa hoặc dòng trống)."
        said = "; ".join(rule_words(rule, self.listed) for rule in self.rules)
        return f"{where}: {said}."


@dataclass
class _Noted(Tally):
    """A tally that also keeps the reason of each wanted line."""

    wanted: dict[int, Line] = field(default_factory=dict)

    def reject(self, reason: str, line: int) -> None:
        super().reject(reason, line)
        if line in self.wanted:
            self.wanted[line].rejected = reason


def lines_of(folder: Path, listed: Listed, numbers: Collection[int]) -> list[Line]:
    """These lines of a list, in order. Raises NoSuchLine."""
    raw = (folder / listed.file).read_bytes().splitlines()
    if not all(1 <= number <= len(raw) for number in numbers):
        raise NoSuchLine(f"{listed.file} có {len(raw)} dòng")
    wanted = {
        number: Line(listed, number, raw[number - 1].decode("utf-8", "replace"))
        for number in sorted(numbers)
    }
    for number, rule in read_rules(raw, listed.form, _Noted(wanted=wanted)):
        if number in wanted:
            wanted[number].rules.append(rule)
    return list(wanted.values())


def line_of(folder: Path, place: str) -> Line:
    """The line at `FILE:NUMBER`. Raises NoSuchLine and BadCatalogue."""
    file, _, number = place.rpartition(":")
    listed = next((each for each in catalogue_of(folder) if each.file == file), None)
    if listed is None or not number.isdecimal():
        raise NoSuchLine(f"{place!r}: cần TỆP:SỐ_DÒNG, tệp có trong danh mục")
    return lines_of(folder, listed, [int(number)])[0]


def rule_words(rule: Rule, listed: Listed) -> str:
    """A rule for the screen: what it does to which names, under which conditions."""
    if listed.use == "benign":
        side = "tên lành (chỉ dùng để đếm chặn nhầm)"
    else:
        side = "cho qua" if rule.allow or listed.use == "allow" else "chặn"
        side += ", ưu tiên" if rule.important else ""
    name = rule.name.decode()
    what = f"tên hợp mẫu {rule.pattern}" if rule.pattern else _REACHES[rule.reach].format(name)
    return " ".join([f"{side} {what}", f"(nhóm {listed.category})", *_conditions(rule)])


def _conditions(rule: Rule) -> list[str]:
    free = [name.decode() for name in rule.denyallow]
    said = [
        ("chỉ loại", sorted(rule.qtypes)),
        ("trừ loại", sorted(rule.not_qtypes)),
        ("chỉ máy", sorted(rule.clients)),
        ("trừ máy", sorted(rule.not_clients)),
        ("trừ các tên dưới", free),
    ]
    return [f"{words} {', '.join(values)}" for words, values in said if values]
