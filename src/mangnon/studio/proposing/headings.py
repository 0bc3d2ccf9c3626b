"""A heading out of a sentence: its first thought, short enough to be read at a glance."""

from __future__ import annotations

import re

MOST_WORDS = 11
FEWEST_WORDS = 4
_STOP = re.compile(r"[,;:.!?(…–]|\s[-]\s")
# A heading may stop before one of these, and never ends with one.
_LINK_WORDS = (
    "và có của cho là được trong với những một này để về từ theo tại đến ra vào ở do hoặc hay như"
    " không cần phải trên qua nhằm các bằng khi nếu vì mà cùng đối giữa thành"
)
_LINKS = frozenset(_LINK_WORDS.split())
_POLITE = re.compile(r"^(?:Đề nghị|Yêu cầu|Có thể|Cần|Hãy)\s+(?=\w)")


def heading_of(sentence: str) -> str:
    """At most eleven words, starting with a capital, without an end mark."""
    words = _cut(_POLITE.sub("", sentence.strip(" .;:!…"))).split()
    if len(words) > MOST_WORDS:
        links = [at for at in range(FEWEST_WORDS, MOST_WORDS + 1) if words[at].lower() in _LINKS]
        end = MOST_WORDS + (words[MOST_WORDS].lower() == "em")  # "trẻ em" is one word
        words = words[: links[-1] if links else end]
    while len(words) > FEWEST_WORDS and words[-1].lower() in _LINKS:
        words.pop()
    said = " ".join(words).strip(" ,;:.")
    return said[:1].upper() + said[1:]


def _cut(text: str) -> str:
    """Up to the first stop that leaves enough words."""
    for hit in _STOP.finditer(text):
        if len(text[: hit.start()].split()) > FEWEST_WORDS:
            return text[: hit.start()]
    return text
