"""What a group may not open, as the fewest statements about names that mean the same.

Theory. Without conditions the verdict about a name depends only on which of the spoken-of names it
is or stands below. So it is enough to ask the engine's `Judge` two things about each of them: the
name itself, and any name below it that nobody speaks of. Walking the names from the right, with
everything below a name right after it, a statement is needed only where a verdict differs from what
already holds below the nearest name above. Each difference is a single statement, for there are
only two verdicts: the name and all below it, the name alone, or only what is below it.

Statements nest: one that lets pass stands inside one that blocks, and so on. `level` counts how
deep; even levels block. A target that cannot say a statement keeps what it said above, the
statement is counted, and those below are compared with what the target really does.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from mangnon.gateway.engine import names
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import GroupPlan, Plan, Table, compiled
from mangnon.gateway.engine.rules import Reach
from mangnon.gateway.engine.table import ruled_names
from mangnon.gateway.publish.gather import Gathered, key_of, name_of

_BELOW = b"\x01*"  # a label that no list can print: stands for any name below


class NoSuchGroup(ValueError):
    """A group that the plan does not have; lists those that it has."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`name`: its text; `level`: in how many statements it stands, even ones block."""

    name: bytes
    reach: Reach
    level: int

    @property
    def blocks(self) -> bool:
        return self.level % 2 == 0

    @property
    def whole(self) -> bool:
        """Whether the name itself is blocked, given what holds around it."""
        return self.blocks if self.reach is not Reach.BELOW else not self.blocks

    @property
    def below(self) -> bool:
        """Whether what is below it is blocked."""
        return self.blocks if self.reach is not Reach.EXACT else not self.blocks


# Why a target cannot say a statement, blank when it can.
Cannot = Callable[[Statement], str]


@dataclass
class Beyond:
    """What a target could not say: how often, by reason, with a few names."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, name: str = "") -> None:
        self.counts[reason] += 1
        seen = self.examples.setdefault(reason, [])
        if name and len(seen) < 3:
            seen.append(name)


@dataclass(frozen=True)
class Moment:
    """The plan of a site as it holds at a moment, for every group; `until` as in `Table`."""

    lists: Gathered
    plan: Plan
    table: Table
    judge: Judge

    @property
    def until(self) -> datetime:
        return self.table.until

    def group(self, key: str) -> Group:
        """Raises NoSuchGroup."""
        if key not in self.table.groups:
            has = ", ".join(self.table.groups)
            raise NoSuchGroup(f"kế hoạch không có nhóm {key!r} (có: {has})")
        return Group(self, self.table.groups.index(key))


def moment(lists: Gathered, plan: Plan, now: datetime) -> Moment:
    """now: aware."""
    table = compiled(plan, lists.index, now)
    return Moment(lists, plan, table, Judge(lists.index, table))


@dataclass(frozen=True)
class Group:
    """One group at a moment."""

    at: Moment
    number: int

    @property
    def plan(self) -> GroupPlan:
        return self.at.plan.groups[self.number]

    def blocked(self, name: bytes) -> bool:
        """name: wire bytes."""
        return self.at.judge.judge(name, self.number).blocked

    def statements(self, cannot: Cannot, beyond: Beyond) -> Iterator[Statement]:
        """The fewest statements that mean the plan, names in order of their labels from the right.

        beyond: takes what the target cannot say.
        """
        stack = [_Node(b"", -1)]
        for key, whole, below in self._verdicts():
            while not key.startswith(stack[-1].prefix):
                stack.pop()
            level = stack[-1].level
            said = _difference(key, whole, below, level)
            if said is not None:
                why = cannot(said)
                if why:
                    beyond.add(why, said.name.decode())
                else:
                    level += said.reach is not Reach.EXACT
                    yield said
            stack.append(_Node(key + b"\0", level))

    def conditional(self, beyond: Beyond) -> None:
        """Counts the rules of lists that hold under a condition and matter to this group."""
        mask = self.at.table.masks[self.number]
        for rule, places in self.at.lists.conditional.items():
            if rule.allow or mask & self.at.lists.index.bit(rule.category):
                for place in places:
                    beyond.add(rule.reason, place)
        if self.plan.unknown in ("ask", "block"):
            beyond.add("tên lạ mà bộ lọc đoán theo cách viết")

    def names(self) -> Iterator[tuple[bytes, bool]]:
        """Each spoken-of name with its own verdict: for targets that know no trees."""
        for key, whole, _ in self._verdicts():
            yield name_of(key), whole

    def _verdicts(self) -> Iterator[tuple[bytes, bool, bool]]:
        """Each key with the verdict about the name and about what is below it."""
        index, lists = self.at.lists.index, self.at.lists
        of_whole, of_above = index.whole, index.above
        known: dict[_Said, bool] = {}
        stack = [_Above(b"", (0, 0, 0), own=False)]
        for key, meaning, own in _merged(lists.keys, lists.meanings, self._site_keys()):
            while not key.startswith(stack[-1].prefix):
                stack.pop()
            above = stack[-1]
            masks = of_whole[meaning]
            whole = _with(above.said, masks.block, masks.allow, masks.important)
            masks = of_above[meaning]
            below = _with(above.said, masks.block, masks.allow, masks.important)
            own = own or above.own
            yield (
                key,
                self._verdict(key, b"", whole, known, own=own),
                self._verdict(key, _BELOW, below, known, own=own),
            )
            stack.append(_Above(key + b"\0", below, own=own))

    def _verdict(
        self, key: bytes, label: bytes, said: _Said, known: dict[_Said, bool], *, own: bool
    ) -> bool:
        """The judge's word, asked once for all names of which lists say the same.

        own: the site's own rules speak of this name too, so that lists alone do not decide.
        """
        if own:
            return self.blocked(label + names.wire(name_of(key)))
        found = known.get(said)
        if found is None:
            found = known[said] = self.blocked(label + names.wire(name_of(key)))
        return found

    def _site_keys(self) -> list[bytes]:
        """The names of which the plan itself speaks."""
        said = {names.checked(name.encode()) for name in ruled_names(self.at.plan)}
        return sorted(key_of(name) for name in said)


_Said = tuple[int, int, int]  # masks that block, except, and block beyond exceptions


@dataclass(frozen=True, slots=True)
class _Node:
    prefix: bytes
    level: int


@dataclass(frozen=True, slots=True)
class _Above:
    prefix: bytes
    said: _Said
    own: bool


def _with(said: _Said, block: int, allow: int, important: int) -> _Said:
    return said[0] | block, said[1] | allow, said[2] | important


def _difference(key: bytes, whole: bool, below: bool, level: int) -> Statement | None:
    """What must be said of a name inside a statement of this level."""
    holds = level % 2 == 0
    if whole != holds:
        return Statement(name_of(key), Reach.SUBTREE if below != holds else Reach.EXACT, level + 1)
    return Statement(name_of(key), Reach.BELOW, level + 1) if below != holds else None


def _merged(
    keys: list[bytes], meanings: array[int], site: list[bytes]
) -> Iterator[tuple[bytes, int, bool]]:
    """Keys of the lists and of the site in one order: key, meaning, whether the site speaks."""
    at = 0
    for key, meaning in zip(keys, meanings, strict=True):
        while at < len(site) and site[at] < key:
            yield site[at], 0, True
            at += 1
        mine = at < len(site) and site[at] == key
        at += mine
        yield key, meaning, mine
    yield from ((key, 0, True) for key in site[at:])
