"""What changed between two texts, word for word, as a reader would mark it on paper.

Lines are matched first: what reads the same, then what is alike and stands in the same order.
Inside a line syllables are compared. Nothing is lost: what was kept and put in is the new text,
what was kept and struck out the old one. Pure: lines in, marked lines out; lines are not empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from mangnon.library.aligning import LIKE, likeness

AROUND = 1  # lines shown beside a change, so that it can be placed
FEWEST_FOLDED = 3
# A syllable, the space between two, or one sign.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_Pair = tuple[str | None, str | None]


class Mark(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and what became of them."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A line through both texts."""

    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str:
        """As it was; "" when it was not there."""
        return "".join(one.text for one in self.pieces if one.mark != Mark.NEW)

    @property
    def new(self) -> str:
        """As it reads now; "" when it is gone."""
        return "".join(one.text for one in self.pieces if one.mark != Mark.GONE)

    @property
    def is_kept(self) -> bool:
        return all(one.mark == Mark.KEPT for one in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines to show one after another; `is_folded`: a long unchanged run, to be opened."""

    lines: tuple[Marked, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """Two texts beside each other, with how many lines were changed, put in, taken out, kept."""

    stretches: tuple[Stretch, ...]
    changed: int
    new: int
    gone: int
    kept: int

    @property
    def is_same(self) -> bool:
        return not (self.changed or self.new or self.gone)


def wording(old: Sequence[str], new: Sequence[str]) -> Wording:
    lines = marked(old, new)
    kept = sum(line.is_kept for line in lines)
    gone, come = sum(not line.new for line in lines), sum(not line.old for line in lines)
    changed = len(lines) - kept - gone - come
    return Wording(tuple(folded(lines)), changed, come, gone, kept)


def marked(old: Sequence[str], new: Sequence[str]) -> list[Marked]:
    """The new text with all that was struck out of the old one where it stood."""
    lines: list[Marked] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            lines += [Marked((Piece(Mark.KEPT, text),)) for text in old[from_old:to_old]]
        else:
            pairs = _paired(old[from_old:to_old], new[from_new:to_new])
            lines += [_line(was, now) for was, now in pairs]
    return lines


def _paired(old: Sequence[str], new: Sequence[str]) -> list[_Pair]:
    """In order, the likest together. best[i][j]: of the first i and the first j lines."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(was, now) for now in new] for was in old]
    for i in range(1, len(old) + 1):
        for j in range(1, len(new) + 1):
            together = best[i - 1][j - 1] + alike[i - 1][j - 1]
            best[i][j] = max(best[i - 1][j], best[i][j - 1], together)
    return [*_walked(old, new, best, alike)][::-1]


def _alike(was: str, now: str) -> float:
    found = likeness(was, now)
    return found if found >= LIKE else 0.0


def _walked(
    old: Sequence[str],
    new: Sequence[str],
    best: list[list[float]],
    alike: list[list[float]],
) -> Iterator[_Pair]:
    """The pairs from the last to the first."""
    i, j = len(old), len(new)
    while i or j:
        if j and best[i][j] == best[i][j - 1]:
            j -= 1
            yield None, new[j]
        elif i and best[i][j] == best[i - 1][j]:
            i -= 1
            yield old[i], None
        else:
            i, j = i - 1, j - 1
            yield (old[i], new[j])


def _line(was: str | None, now: str | None) -> Marked:
    if was is None or now is None:
        return Marked((Piece(Mark.NEW, now or ""),) if was is None else (Piece(Mark.GONE, was),))
    return Marked(pieces_of(was, now))


def pieces_of(was: str, now: str) -> tuple[Piece, ...]:
    """One line through both texts, known to be the same one; "" where it was not, or is gone."""
    return tuple(_pieces(was, now))


def _pieces(was: str, now: str) -> Iterator[Piece]:
    """A space or a sign alone between two changes is no island to stop at: it goes with them."""
    gone = come = ""
    for tag, old, new in _runs(_TOKEN.findall(was), _TOKEN.findall(now)):
        is_island = tag == "equal" and not any(sign.isalnum() for sign in old)
        if tag == "equal" and not (is_island and (gone or come)):
            yield from _change(gone, come)
            yield Piece(Mark.KEPT, old)
            gone = come = ""
        else:
            gone, come = gone + old, come + new
    yield from _change(gone, come)


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        yield tag, "".join(old[from_old:to_old]), "".join(new[from_new:to_new])


def _change(gone: str, come: str) -> Iterator[Piece]:
    """What both end with stayed: an island at the edge of a change is given back."""
    kept = ""
    while gone and come and gone[-1] == come[-1] and not gone[-1].isalnum():
        kept, gone, come = gone[-1] + kept, gone[:-1], come[:-1]
    for mark, text in ((Mark.GONE, gone), (Mark.NEW, come), (Mark.KEPT, kept)):
        if text:
            yield Piece(mark, text)


def folded(lines: Sequence[Marked]) -> list[Stretch]:
    """Long runs of unchanged lines apart, so that what changed stands together."""
    places = [at for at, line in enumerate(lines) if not line.is_kept]
    near = {at + by for at in places for by in range(-AROUND, AROUND + 1)}
    shown = [(at not in near, line) for at, line in enumerate(lines)]
    runs = [(far, [line for _, line in run]) for far, run in groupby(shown, lambda one: one[0])]
    return [Stretch(tuple(run), far and len(run) >= FEWEST_FOLDED) for far, run in runs]
