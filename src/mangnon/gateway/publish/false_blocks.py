"""Harmless names that the lists block: counted by group, by the set they are from, by category.

The sets are the lists of a catalogue whose use is `benign`. A number alone helps nobody: the names
are kept, for each is either a list's mistake to report or an exception to make.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table as Printed

from mangnon.gateway.engine import names
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import Plan, compiled
from mangnon.gateway.lists.catalogue import catalogue_of
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules


@dataclass(frozen=True)
class FalseBlock:
    """One harmless name of a set. categories: group -> by which it is blocked."""

    name: str
    file: str
    categories: dict[str, str]


@dataclass(frozen=True)
class FalseBlocks:
    """groups: those of the plan; totals: set -> how many names it has; blocked: by set and name."""

    groups: tuple[str, ...]
    totals: dict[str, int]
    blocked: tuple[FalseBlock, ...]

    def by_file(self) -> Counter[tuple[str, str]]:
        """(set, group) -> how many of its names the group may not open."""
        return Counter((each.file, group) for each in self.blocked for group in each.categories)

    def by_category(self) -> Counter[tuple[str, str]]:
        """(category, group) -> how many names it blocks wrongly."""
        pairs = (each.categories.items() for each in self.blocked)
        return Counter((category, group) for some in pairs for group, category in some)

    def as_dict(self) -> dict[str, Any]:
        rows = [{"name": e.name, "file": e.file, "categories": e.categories} for e in self.blocked]
        return {"groups": list(self.groups), "totals": self.totals, "blocked": rows}


def false_blocks(folder: Path, index: Index, plan: Plan, now: datetime) -> FalseBlocks:
    """Every benign set of the folder judged for every group of the plan. now: aware.

    Raises BadCatalogue.
    """
    table = compiled(plan, index, now)
    judge, totals, blocked = Judge(index, table), {}, []
    for file, benign in _sets(folder):
        totals[file] = len(benign)
        for name in benign:
            wire = names.wire(name)
            said = {group: judge.judge(wire, n) for n, group in enumerate(table.groups)}
            categories = {group: each.category for group, each in said.items() if each.blocked}
            if categories:
                blocked.append(FalseBlock(name.decode(), file, categories))
    return FalseBlocks(table.groups, totals, tuple(blocked))


def _sets(folder: Path) -> Iterator[tuple[str, list[bytes]]]:
    for listed in catalogue_of(folder):
        if listed.use == "benign":
            lines = (folder / listed.file).read_bytes().splitlines()
            rules = [rule for _, rule in read_rules(lines, listed.form, Tally()) if rule.name]
            yield listed.file, sorted({rule.name for rule in rules})


def tables(found: FalseBlocks) -> list[Printed]:
    """For the screen: counts by set, counts by category, and each name once."""
    by_file, by_category = found.by_file(), found.by_category()
    sets = Printed("Chặn nhầm trên danh sách lành", "Số tên", *found.groups, box=None)
    for file, total in found.totals.items():
        sets.add_row(file, str(total), *(str(by_file[file, group]) for group in found.groups))
    categories = Printed("Chặn nhầm vì nhóm nội dung", *found.groups, box=None)
    for category in sorted({category for category, _ in by_category}):
        counts = (str(by_category[category, group]) for group in found.groups)
        categories.add_row(category, *counts)
    listing = Printed("Tên bị chặn nhầm", "Danh sách lành", "Vì, với nhóm", box=None)
    for each in found.blocked:
        listing.add_row(each.name, each.file, _reasons(each))
    return [sets, categories, listing]


def _reasons(block: FalseBlock) -> str:
    groups: dict[str, list[str]] = {}
    for group, category in block.categories.items():
        groups.setdefault(category, []).append(group)
    return "; ".join(f"{category}: {', '.join(some)}" for category, some in groups.items())
