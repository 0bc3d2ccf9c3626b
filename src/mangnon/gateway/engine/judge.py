"""The verdict about a name for a group: index, table and own rules together. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mangnon.gateway.engine.decide import ANYBODY, Asking, Decider, Touched
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.table import (
    FIRST_SERVICE,
    SERVICE_BLOCKED,
    SERVICE_LOCKED,
    SERVICE_OPENED,
    UNKNOWN_BLOCKED,
    Rule,
    Table,
    strength,
)

OWN = "own"  # the site's own list, in the place of a category
ORDERED = "ordered"
LOOKS = ("adult", "gambling")  # what the name model knows, by its answers 1 and 2
# Before a category in the word under which an open name is counted.
ALTHOUGH_LISTED, ALLOWED, FLAGGED = "+", "=", "?"

Guess = Callable[[bytes], int]  # a wire name -> 0: nothing, else the place in LOOKS from 1


def no_guess(name: bytes) -> int:
    """Where there is no name model."""
    del name
    return 0


@dataclass(frozen=True, slots=True)
class Judged:
    """`blocked`, and by which category (blank when open); `locked`: no allowance can open it;
    opened: under which word an open name is counted."""

    blocked: bool
    category: str = ""
    locked: bool = False
    opened: str = ""

    @property
    def word(self) -> str:
        """What it is counted under."""
        return self.category if self.blocked else self.opened


_OPEN = Judged(blocked=False)


class Judge:
    """Answers for one index and one table. Weighs, in this order: what is locked, the site's own
    rules (see table.py), the categories of the lists, the likeness of a name that nobody knows."""

    def __init__(self, index: Index, table: Table, guess: Guess = no_guess) -> None:
        self.index, self.table, self.guess = index, table, guess
        self._decider = Decider(index)

    def judge(self, name: bytes, group: int, asking: Asking = ANYBODY) -> Judged:
        """name: lower-case wire bytes; group: its number in the table."""
        touched, table = self._decider.touched(name, asking), self.table
        mask = touched.mask
        hit = mask & table.masks[group]
        if hit & table.locked:
            return Judged(True, self._category(hit & table.locked), locked=True)
        rule = self.rule(name, group)
        if rule:
            return self._by_rule(rule, mask, hit)
        if hit:
            return Judged(True, self._category(hit))
        if mask & table.opened[group]:
            return Judged(False, opened=ALLOWED + self._category(mask & table.opened[group]))
        if mask:
            return Judged(False, opened=ALTHOUGH_LISTED + self._category(mask))
        return self._unknown(name, group, touched)

    def touched(self, name: bytes, asking: Asking = ANYBODY) -> Touched:
        """What the lists say of a name, before any policy."""
        return self._decider.touched(name, asking)

    def _by_rule(self, rule: int, mask: int, hit: int) -> Judged:
        if rule >= FIRST_SERVICE:
            return self._by_service(rule - FIRST_SERVICE)
        if rule == Rule.ORDERED:
            return Judged(True, ORDERED, locked=True)
        if rule == Rule.BLOCK:
            return Judged(True, OWN)
        if rule == Rule.HELP:
            return _OPEN
        if rule == Rule.OPENED:
            return Judged(False, opened=ALLOWED + (self._category(hit) if hit else OWN))
        return Judged(False, opened=ALTHOUGH_LISTED + self._category(mask)) if mask else _OPEN

    def _by_service(self, rule: int) -> Judged:
        key, said = self.table.services[rule // 4], rule % 4
        if said in (SERVICE_BLOCKED, SERVICE_LOCKED):
            return Judged(True, key, locked=said == SERVICE_LOCKED)
        return Judged(False, opened=(ALLOWED if said == SERVICE_OPENED else ALTHOUGH_LISTED) + key)

    def _unknown(self, name: bytes, group: int, touched: Touched) -> Judged:
        """A name of which nobody said anything: does it look like what it must not be?"""
        policy = self.table.unknown[group]
        looks = self.guess(name) if policy and not touched.spoken else 0
        if not looks:
            return _OPEN
        if policy == UNKNOWN_BLOCKED:
            return Judged(True, f"looks-{LOOKS[looks - 1]}")
        return Judged(False, opened=FLAGGED + LOOKS[looks - 1])

    def judge_way(
        self, name: bytes, targets: tuple[bytes, ...], group: int, asking: Asking = ANYBODY
    ) -> Judged:
        """The verdict about an open name that leads elsewhere (CNAME, HTTPS): a hidden name counts
        as if it had been asked for, unless the name itself is opened by a rule of the site or
        excepted by a list."""
        table, allowed = self.table, self.rule(name, group) != Rule.NONE
        excepted = self._decider.touched(name, asking).excepted
        for target in targets:
            hit = self._decider.touched(target, asking).mask & ~excepted & table.masks[group]
            if hit & table.locked:
                return Judged(True, self._category(hit & table.locked), locked=True)
            rule = self.rule(target, group)
            if rule:
                judged = self._by_rule(rule, 0, 0)
                if judged.locked or (judged.blocked and not allowed):
                    return judged
            elif hit and not allowed:
                return Judged(True, self._category(hit))
        return _OPEN

    def _category(self, mask: int) -> str:
        return self.index.categories[(mask & -mask).bit_length() - 1]

    def rule(self, name: bytes, group: int) -> int:
        """The strongest of the site's own rules for a name, the nearest of equals; 0 for none."""
        at, best, rules = 0, 0, self.table.rules
        while at < len(name):
            row = rules.get(self.index.mark(name[at:]))
            if row and strength(row[group]) > strength(best):
                best = row[group]
            at += name[at] + 1
        return best
