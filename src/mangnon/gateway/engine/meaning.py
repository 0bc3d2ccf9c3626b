"""What a name means: the set of (source, reach, side, weight) that lists say of it, interned.

Thousands of names share a meaning, so that the index holds two bytes a name. A meaning is turned
into masks of categories once, when the index is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.gateway.engine.rules import Reach

# One item of a meaning: source << 5 | narrow << 4 | important << 3 | allow << 2 | reach.
NARROW, IMPORTANT, ALLOW, REACH = 1 << 4, 1 << 3, 1 << 2, 0b11
SOURCE_SHIFT = 5


def item(source: int, reach: Reach, *, allow: bool, important: bool, narrow: bool) -> int:
    return (
        source << SOURCE_SHIFT
        | (NARROW if narrow else 0)
        | (IMPORTANT if important else 0)
        | (ALLOW if allow else 0)
        | int(reach)
    )


class Meanings:
    """Interns sets of items; meaning 0 is "nothing said". known: those that have a number."""

    def __init__(self, known: Sequence[tuple[int, ...]] = ((),)) -> None:
        self.items: list[tuple[int, ...]] = list(known)
        self._numbers = {items: number for number, items in enumerate(self.items)}
        self._steps: dict[tuple[int, int], int] = {}

    def with_item(self, meaning: int, new: int) -> int:
        """The number of the meaning that also holds this item."""
        step = (meaning, new)
        known = self._steps.get(step)
        if known is None:
            known = self._steps[step] = self._intern(meaning, new)
        return known

    def _intern(self, meaning: int, new: int) -> int:
        items = tuple(sorted({*self.items[meaning], new}))
        number = self._numbers.setdefault(items, len(self.items))
        if number == len(self.items):
            self.items.append(items)
        return number


@dataclass(frozen=True, slots=True)
class Masks:
    """Categories that a meaning blocks, blocks beyond exceptions, or excepts; one bit each."""

    block: int = 0
    important: int = 0
    allow: int = 0
    narrow: bool = False


def masks(items: tuple[int, ...], bits: list[int], *, whole: bool) -> Masks:
    """The masks of a meaning where it was found: at the whole name asked, or at a name above it.

    `bits[source]` is the mask of the source's category (all ones for a list that excepts all).
    """
    block = important = allow = 0
    narrow = False
    for each in items:
        reach = each & REACH
        if reach == (Reach.BELOW if whole else Reach.EXACT):
            continue
        if each & NARROW:
            narrow = True
            continue
        bit = bits[each >> SOURCE_SHIFT]
        if each & ALLOW:
            allow |= bit
        elif each & IMPORTANT:
            important |= bit
        else:
            block |= bit
    return Masks(block, important, allow, narrow)
