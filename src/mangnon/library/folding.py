"""Words for full text, alike on every database: only a–z and 0–9, whatever the text is.

Each word stands as it is without marks ("tre"); a word with marks stands a second time with them,
spelt in plain letters ("zx…"). So "tre" finds "trẻ" and "tre", and "trẻ" finds only "trẻ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mangnon.kit.vietnamese import key, tone_key

_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-z0-9]+")
_SPELT = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")
MOST_CHARACTERS = 60_000  # of a text; a tsvector holds less than a megabyte
MOST_WANTED = 12  # words of a question


def indexed(text: str) -> str:
    """The words of a text, then those with marks; a space before and behind."""
    written = [*_words(text[:MOST_CHARACTERS])]
    folded = [word for one in written for word in _PLAIN.findall(key(one))]
    marked = dict.fromkeys(_spelt(one) for one in written if not one.isascii())
    return f" {' '.join([*folded, *marked])} "


def wanted(text: str) -> list[str]:
    """The words of a question, each as it is looked for."""
    found: list[str] = []
    for one in _words(text[:400]):
        found += _PLAIN.findall(one) if one.isascii() else [_spelt(one)]
    return [*dict.fromkeys(found)][:MOST_WANTED]


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(tone_key(text))


def _spelt(word: str) -> str:
    return "zx" + "".join(
        sign if sign.isascii() else f"{ord(sign):04x}".translate(_SPELT) for sign in word
    )
