"""The decision about a name: pure, the same for the filter, for `explain` and for the tests.

A list's exception lifts blocks of its own category only: an advertising list cannot open a gambling
site. `$important` outweighs exceptions. A list marked as excepting everything (help, health) does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mangnon.gateway.engine import names
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.meaning import ALLOW, IMPORTANT, NARROW, REACH, SOURCE_SHIFT
from mangnon.gateway.engine.rules import Reach


@dataclass(frozen=True, slots=True)
class Found:
    """One rule that speaks of a name. `at` is the name in the rule, blank for a pattern."""

    source: int
    at: bytes
    allow: bool
    important: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, as far as rules care."""

    qtype: str = "A"
    clients: frozenset[str] = frozenset()


ANYBODY = Asking()


@dataclass(frozen=True, slots=True)
class Touched:
    """The categories that block a name, before any policy: one bit each; spoken: whether any rule
    stands at the name or above it, or a pattern fits it."""

    block: int
    excepted: int
    important: int
    spoken: bool = False

    @property
    def mask(self) -> int:
        return (self.block & ~self.excepted) | self.important


class Decider:
    """Answers for one index. Holds no state but compiled patterns."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._narrow: dict[int, list[dict[str, Any]]] = {}
        for rule in index.narrow:
            self._narrow.setdefault(rule["mark"], []).append(rule)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
        return [(re.compile(rule["pattern"]), rule) for rule in self.index.patterns]

    def touched(self, name: bytes, asking: Asking = ANYBODY) -> Touched:
        """The categories that speak against and for a wire name."""
        index, block, excepted, important, spoken = self.index, 0, 0, 0, False
        masks, at = index.whole, 0
        while at < len(name):
            meaning = index.find(name[at:])
            if meaning:
                spoken = True
                said = masks[meaning]
                block |= said.block
                excepted |= said.allow
                important |= said.important
                if said.narrow:
                    b, e, i = self._sum(self._narrowed(name, at, asking))
                    block, excepted, important = block | b, excepted | e, important | i
            masks, at = index.above, at + name[at] + 1
        if index.patterns:
            matching = self._matching(name, asking)
            spoken = spoken or bool(matching)
            b, e, i = self._sum(matching)
            block, excepted, important = block | b, excepted | e, important | i
        return Touched(block, excepted, important, spoken)

    def _sum(self, rules: list[dict[str, Any]]) -> tuple[int, int, int]:
        block = excepted = important = 0
        for rule in rules:
            bit = self._bit(rule["source"])
            if rule["allow"]:
                excepted |= bit
            elif rule["important"]:
                important |= bit
            else:
                block |= bit
        return block, excepted, important

    def _bit(self, source: int) -> int:
        said = self.index.sources[source]
        return (1 << 64) - 1 if said.excepts_all else self.index.bit(said.category)

    def _narrowed(self, name: bytes, at: int, asking: Asking) -> list[dict[str, Any]]:
        unfit = Reach.BELOW if at == 0 else Reach.EXACT
        rules = self._narrow.get(self.index.mark(name[at:]), [])
        return [rule for rule in rules if rule["reach"] != unfit and _holds(rule, name, asking)]

    def _matching(self, name: bytes, asking: Asking) -> list[dict[str, Any]]:
        text = names.text(name)
        return [
            rule
            for pattern, rule in self._patterns
            if pattern.search(text) and _holds(rule, name, asking)
        ]

    def found(self, name: bytes, asking: Asking = ANYBODY) -> list[Found]:
        """Every rule that speaks of a name, the nearest first: for explaining."""
        seen: list[Found] = []
        for at in names.suffixes(name):
            unfit = Reach.BELOW if at == 0 else Reach.EXACT
            for each in self.index.meanings[self.index.find(name[at:])]:
                if each & REACH != unfit and not each & NARROW:
                    seen.append(_plain(each, name[at:]))
            seen += [_narrow(rule, name[at:]) for rule in self._narrowed(name, at, asking)]
        return seen + [_narrow(rule, b"") for rule in self._matching(name, asking)]


def _plain(each: int, at: bytes) -> Found:
    return Found(each >> SOURCE_SHIFT, at, bool(each & ALLOW), bool(each & IMPORTANT))


def _narrow(rule: dict[str, Any], at: bytes) -> Found:
    return Found(rule["source"], at, rule["allow"], rule["important"], rule["line"])


def _holds(rule: dict[str, Any], name: bytes, asking: Asking) -> bool:
    """Whether the narrowing words of a rule are met."""
    if rule["qtypes"] and asking.qtype not in rule["qtypes"]:
        return False
    if asking.qtype in rule["not_qtypes"]:
        return False
    if rule["clients"] and not asking.clients.intersection(rule["clients"]):
        return False
    if asking.clients.intersection(rule["not_clients"]):
        return False
    text = names.text(name)
    return not any(text == free or text.endswith(f".{free}") for free in rule["denyallow"])
