"""The names that are blocked most, without who asked: a count and a sketch of 64 bits each.

A client sets one bit, chosen by its address and a salt of the day. Where five bits are set at least
five clients asked; before that a name is told to nobody. Nothing of this is written down.
"""

from __future__ import annotations

LEAST_ASKERS, MOST_NAMES = 5, 4096
Named = tuple[int, str, bytes]  # group, word under which it is counted, wire name


class Top:
    """The names of one day; what comes when the table is full is not counted."""

    def __init__(self) -> None:
        self._seen: dict[Named, list[int]] = {}

    def seen(self, group: int, word: str, name: bytes) -> list[int] | None:
        """The entry of a name: [answers since the last taking, the sketch]."""
        key = (group, word, name)
        entry = self._seen.get(key)
        if entry is None and len(self._seen) < MOST_NAMES:
            entry = self._seen[key] = [0, 0]
        return entry

    def take(self) -> dict[Named, int]:
        """Answers of names with enough askers since the last taking."""
        taken = {}
        for key, entry in self._seen.items():
            if entry[0] and entry[1].bit_count() >= LEAST_ASKERS:
                taken[key], entry[0] = entry[0], 0
        return taken
