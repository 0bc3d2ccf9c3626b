"""What a scanned letter prints twice agrees with itself: names of places, quotation marks.

OCR loses marks and hardly ever adds them, so of two writings of one name the fuller one is true.
"""

import re
import unicodedata
from collections import Counter

from mangnon.directives.letters.layout import Line
from mangnon.kit.vietnamese import LOWER, UPPER, without_marks

_PAIR = re.compile(rf"(?<![\w])(?=([{UPPER}][{LOWER}{UPPER}]+ [{UPPER}][{LOWER}{UPPER}]+)(?!\w))")
_QUOTE = re.compile('["“”]')

Writings = dict[str, Counter[str]]


def agreed(lines: list[Line]) -> list[Line]:
    """The lines with names and quotation marks written alike throughout."""
    known = _writings(lines)
    opened, found = "", []
    for line in lines:
        text, opened = _quoted(line.text, "" if line.after_gap else opened)
        found.append(line._replace(text=_fuller(text, known)))
    return found


def _writings(lines: list[Line]) -> Writings:
    """How each pair of words with capitals is written, by its letters without marks."""
    known: Writings = {}
    for hit in _PAIR.finditer(" ".join(line.text for line in lines)):
        pair = hit[1].lower()
        known.setdefault(without_marks(pair), Counter())[pair] += 1
    return known


def _fuller(text: str, known: Writings) -> str:
    for hit in list(_PAIR.finditer(text)):
        pair = hit[1].lower()
        writings = known[without_marks(pair)]
        fuller = [
            each
            for each, count in writings.items()
            if count >= writings[pair] and _marks(each) > _marks(pair)
        ]
        if len(fuller) == 1:
            better = "".join(
                new.upper() if old.isupper() else new
                for old, new in zip(hit[1], fuller[0], strict=True)
            )
            text = text[: hit.start(1)] + better + text[hit.end(1) :]
    return text


def _marks(pair: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFD", pair.replace("đ", "d\u0335")))


def _quoted(text: str, opened: str) -> tuple[str, str]:
    """The text with each quotation closed as it was opened, and the mark still open at its end."""
    signs = list(text)
    for hit in _QUOTE.finditer(text):
        if opened:
            signs[hit.start()] = '"' if opened == '"' else "”"
            opened = ""
        elif hit[0] != "”":
            opened = hit[0]
    return "".join(signs), opened
