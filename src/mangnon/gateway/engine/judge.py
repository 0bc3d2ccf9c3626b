"""The verdict about a name for a group: index, table and own lists together. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.gateway.engine.decide import ANYBODY, Asking, Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import ALLOW, BLOCK, Table

OWN = "own"  # the site's own list, in the place of a category


@dataclass(frozen=True, slots=True)
class Judged:
    """`blocked`, and by which category (blank when open); `locked`: no allowance can open it."""

    blocked: bool
    category: str = ""
    locked: bool = False


_OPEN = Judged(blocked=False)


class Judge:
    """Answers for one index and one table. Weighs, in this order: what is locked, the site's own
    allowances, the site's own blocks, the categories of the lists."""

    def __init__(self, index: Index, table: Table) -> None:
        self.index, self.table = index, table
        self._decider = Decider(index)

    def judge(self, name: bytes, group: int, asking: Asking = ANYBODY) -> Judged:
        """name: lower-case wire bytes; group: its number in the table."""
        hit = self._decider.touched(name, asking).mask & self.table.masks[group]
        if hit & self.table.locked:
            return Judged(True, self._category(hit & self.table.locked), locked=True)
        own = self._own(name, group) if self.table.has_own[group] else 0
        if own == ALLOW:
            return _OPEN
        if own == BLOCK:
            return Judged(True, OWN)
        return Judged(True, self._category(hit)) if hit else _OPEN

    def judge_way(
        self, name: bytes, targets: tuple[bytes, ...], group: int, asking: Asking = ANYBODY
    ) -> Judged:
        """The verdict about an open name that leads elsewhere (CNAME, HTTPS): a hidden name counts
        as if it had been asked for, unless the name itself is allowed by the site or excepted by a
        list."""
        allowed = self.table.has_own[group] and self._own(name, group) == ALLOW
        excepted = self._decider.touched(name, asking).excepted
        for target in targets:
            hit = self._decider.touched(target, asking).mask & ~excepted & self.table.masks[group]
            if hit & self.table.locked:
                return Judged(True, self._category(hit & self.table.locked), locked=True)
            own = self._own(target, group) if self.table.has_own[group] else 0
            if allowed or own == ALLOW:
                continue
            if own == BLOCK:
                return Judged(True, OWN)
            if hit:
                return Judged(True, self._category(hit))
        return _OPEN

    def _category(self, mask: int) -> str:
        return self.index.categories[(mask & -mask).bit_length() - 1]

    def _own(self, name: bytes, group: int) -> int:
        """The nearest of the site's own rules; 0 when it has none for this name."""
        at = 0
        while at < len(name):
            said = self.table.own.get((self.index.mark(name[at:]), group))
            if said:
                return said
            at += name[at] + 1
        return 0
