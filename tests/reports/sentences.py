"""How long the sentences of a page are, as a child counts: syllables between blanks."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[.!?…:;\n]+|(?<=\d),")


def longest(text: str) -> tuple[int, str]:
    """(words, the sentence) of the longest; signs and numbers alone are no words."""
    sentences = [one.strip() for one in _ENDS.split(text)]
    counted = [(len(re.findall(r"\w*[^\W\d]\w*", one)), one) for one in sentences]
    return max(counted, default=(0, ""))
