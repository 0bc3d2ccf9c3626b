"""Words of several syllables, which no line should part: "bổ sung", "môi trường mạng".

Vietnamese writes a space between syllables, so a setter of type that knows spaces alone parts words
anywhere. The list holds what headings of this field are made of; what it lacks is set as before.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

COMPOUNDS = Path(__file__).parent / "data" / "compounds.csv"
KEPT_TOGETHER = "\u00a0"
_ENDS = ".,:;!?…”)"


@cache
def compounds() -> frozenset[str]:
    """Words of two to four syllables, in small letters."""
    return frozenset(COMPOUNDS.read_text(encoding="utf-8").splitlines()[1:])


def phrases(syllables: list[str]) -> list[list[str]]:
    """The syllables in groups, each one word: the longest known one from the left.

    What stands after a word (a comma) belongs to it; a sign within means that there is no word.
    """
    groups: list[list[str]] = []
    place = 0
    while place < len(syllables):
        length = next((n for n in (4, 3, 2) if _is_word(syllables[place : place + n], n)), 1)
        groups.append(syllables[place : place + length])
        place += length
    return groups


def _is_word(syllables: list[str], length: int) -> bool:
    return len(syllables) == length and " ".join(syllables).lower().rstrip(_ENDS) in compounds()


def bound(text: str) -> str:
    """The text with spaces within words that a line does not break at."""
    return " ".join(KEPT_TOGETHER.join(group) for group in phrases(text.split(" ")))
