"""Marks that begin an item of a list: `1.`, `a)`, `-`, `II.`, `* Một là:`, `(1)`, `1.2.`"""

import re
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """Kinds of marks; a list of a smaller kind holds lists of the larger ones."""

    ROMAN = 1
    ORDINAL = 2
    ARABIC = 3
    BRACKETED = 4
    DECIMAL = 5
    LETTER = 6
    STAR = 7
    DASH = 8
    PLUS = 9


class Mark(NamedTuple):
    """A mark as printed (`label`), its place in its sequence, its length with the space after."""

    kind: Kind
    label: str
    order: int
    length: int


_MARK = re.compile(
    r"(?P<roman>[IVX]{1,5})\s?[.)/]\s{0,9}(?=\S)"
    r"|(?P<roman_dash>[IVX]{1,5})\s?[-–]\s{0,9}(?=\S)"
    r"|(?:[*•+-]\s{0,5})?(?P<ordinal>(?:[Mm]ột|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Ss]áu|[Bb]ảy|[Tt]ám"
    r"|[Cc]hín|[Mm]ười) là"
    r"|[Tt]hứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s{0,3}[:,;.]?\s{0,9}"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s{1,9}(?=\S)"
    r"|(?P<bracket>\(\d{1,2}\)|\([a-zđ]\))\s{0,9}(?=\S)"
    r"|(?P<arabic>\d{1,2})\s?[.)/]\s{0,9}(?=[^\d\s.)/])"
    r"|(?P<letter>[a-zđ])\s?[).]\s{1,9}(?=\S)|(?P<letter_tight>[a-zđ])\)(?=\S)"
    r"|(?P<star>[*•▪●◦§·Ø])\s{0,9}(?=\S)"
    r"|(?P<plus>\+)\s{0,9}(?=\S)"
    r"|(?P<dash>[-–—])\s{0,9}(?=[^\s-])"
)
_ORDINALS = {
    word: order
    for order, words in enumerate(
        ("một nhất", "hai", "ba", "bốn tư", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1
    )
    for word in words.split()
}
_ROMANS = {"I": 1, "V": 5, "X": 10}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_FIRST = frozenset("IVXMHBNSTCmhbnstc*•+-–—(0123456789▪●◦§·Ø" + _LETTERS)


def mark_of(text: str) -> Mark | None:
    """The mark that the text begins with, or None."""
    if text[:1] not in _FIRST or (hit := _MARK.match(text)) is None:
        return None
    group = str(hit.lastgroup)
    label = hit[group]
    make = _MAKERS[group.partition("_")[0]]
    return make(label, hit.end())


def _roman(label: str, length: int) -> Mark:
    total = before = 0
    for letter in reversed(label):
        value = _ROMANS[letter]
        total += value if value >= before else -value
        before = max(before, value)
    return Mark(Kind.ROMAN, label, total, length)


def _ordinal(label: str, length: int) -> Mark:
    first, second = label.lower().split()
    return Mark(Kind.ORDINAL, label, _ORDINALS[second if first == "thứ" else first], length)


def _letter(label: str, length: int) -> Mark:
    order = _LETTERS.find(label) + 1
    return Mark(Kind.LETTER, label, order, length)


def _bracket(label: str, length: int) -> Mark:
    inner = label[1:-1]
    if inner.isdigit():
        return Mark(Kind.BRACKETED, inner, int(inner), length)
    return _letter(inner, length)


def _decimal(label: str, length: int) -> Mark:
    return Mark(Kind.DECIMAL, label, int(label.rpartition(".")[2]), length)


_MAKERS: dict[str, Callable[[str, int], Mark]] = {
    "roman": _roman,
    "ordinal": _ordinal,
    "decimal": _decimal,
    "bracket": _bracket,
    "arabic": lambda label, length: Mark(Kind.ARABIC, label, int(label), length),
    "letter": _letter,
    "star": lambda label, length: Mark(Kind.STAR, label, 0, length),
    "plus": lambda label, length: Mark(Kind.PLUS, label, 0, length),
    "dash": lambda label, length: Mark(Kind.DASH, label, 0, length),
}
