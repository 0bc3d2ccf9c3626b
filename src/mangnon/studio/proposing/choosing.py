"""A picture for a message, by the words that pictures.csv knows."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.studio.pictures import pictures

SPARE = ("idea", "shield", "globe", "clipboard", "star", "books", "people", "check", "eye")


def picture_for(heading: str, text: str, taken: Collection[str]) -> str:
    """The best picture not yet taken; words of the heading count three times."""
    loud, soft = f" {heading.lower()} ", f" {text.lower()} "
    best, most = "", 0.0
    for name, picture in pictures().items():
        if name in taken:
            continue
        score = sum(
            len(word.split()) * (3 * _has(loud, word) + _has(soft, word))
            for word in picture.keywords
        )
        if score > most:
            best, most = name, score
    return best or next((name for name in SPARE if name not in taken), SPARE[0])


def _has(text: str, word: str) -> bool:
    place = text.find(word)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(word) : place + len(word) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        place = text.find(word, place + 1)
    return False
