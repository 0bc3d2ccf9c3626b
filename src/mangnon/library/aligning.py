"""Which paragraph of the new edition is which of the old one.

What reads the same is the same, wherever it moved. Of what is left, paragraphs in the same place
are paired by likeness. Pure: texts in, keys out.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LIKE = 0.45  # of 1: from here on two paragraphs are one that was changed


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph through both editions; `old` or `new` is "" where it is not."""

    key: str
    change: Change
    old: str
    new: str


def normalised(text: str) -> str:
    """Two paragraphs that differ only in spaces or in how letters are composed read the same."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def keys_for(
    old: Sequence[tuple[str, str]], new: Sequence[str], *, taken: Iterable[str] = ()
) -> list[str]:
    """The key of each new paragraph.

    old: (key, text) in order; taken: keys of earlier editions, which are not given again.
    """
    texts = [normalised(text) for text in new]
    found: list[str | None] = [None] * len(texts)
    left = _pair_equal(old, texts, found)
    _pair_alike(left, texts, found)
    fresh = _fresh({key for key, _ in old} | set(taken))
    return [key if key is not None else next(fresh) for key in found]


def compared(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Line]:
    """The new edition in order, with what was removed after what stood before it."""
    before, now = dict(old), dict(new)
    lines: list[Line] = []
    gone = deque((key, text) for key, text in old)
    for key, text in new:
        while gone and gone[0][0] not in now:
            lines.append(Line(gone[0][0], Change.REMOVED, gone.popleft()[1], ""))
        if gone and gone[0][0] == key:
            gone.popleft()
        lines.append(_line(key, before.get(key), text))
    lines += [Line(key, Change.REMOVED, text, "") for key, text in gone if key not in now]
    return lines


def _line(key: str, old: str | None, new: str) -> Line:
    if old is None:
        return Line(key, Change.ADDED, "", new)
    same = normalised(old) == normalised(new)
    return Line(key, Change.SAME if same else Change.CHANGED, old, new)


def _pair_equal(
    old: Sequence[tuple[str, str]], texts: Sequence[str], found: list[str | None]
) -> list[tuple[str, str]]:
    """Pairs what reads the same, in order; gives the old ones left over."""
    by_text: dict[str, deque[str]] = defaultdict(deque)
    for key, text in old:
        by_text[normalised(text)].append(key)
    used = set()
    for place, text in enumerate(texts):
        if by_text[text]:
            found[place] = by_text[text].popleft()
            used.add(found[place])
    return [(key, normalised(text)) for key, text in old if key not in used]


def _pair_alike(
    left: Sequence[tuple[str, str]], texts: Sequence[str], found: list[str | None]
) -> None:
    """The likest first, so that no chance pair takes what belongs to another."""
    open_places = [place for place, key in enumerate(found) if key is None]
    pairs = sorted(
        (
            (-alike, abs(at - place), at, place)
            for at, (_, text) in enumerate(left)
            for place in open_places
            if (alike := likeness(text, texts[place])) >= LIKE
        )
    )
    used: set[int] = set()
    for _, _, at, place in pairs:
        if at not in used and found[place] is None:
            used.add(at)
            found[place] = left[at][0]


def likeness(one: str, other: str) -> float:
    """Of words, which is quick and says what a reader would; 0 where lengths rule it out."""
    mine, yours = one.lower().split(), other.lower().split()
    if 2 * min(len(mine), len(yours)) < LIKE * (len(mine) + len(yours)):
        return 0.0
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def _fresh(taken: set[str]) -> Iterator[str]:
    numbers = [int(key[1:]) for key in taken if key[1:].isdecimal()]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"d{number}"
