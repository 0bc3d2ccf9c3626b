"""How a post is found again: its key, shortened, in the address of our page inside its text.

Neither Zalo nor Facebook lets a sender give a post a key of its own. The link to the product's page
carries one instead (`…?bai=3f9c2a7b1d4e`): seen by all, harmful to nobody, of the post and not of
whoever taps it. Where a post has no page, a short line says it.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_DIGITS = 12
_MARK = re.compile(rf"(?:[?&]bai=|Mã bài: )([0-9a-f]{{{_DIGITS}}})\b")


def mark_of(key: str) -> str:
    """12 hexadecimal digits of a post's key."""
    return key.replace("-", "").lower()[:_DIGITS]


def mark_in(text: str) -> str:
    """The mark that a text carries, empty when it carries none."""
    found = _MARK.search(text)
    return found[1] if found else ""


def marked_address(address: str, mark: str) -> str:
    at = urlsplit(address)
    query = [pair for pair in parse_qsl(at.query) if pair[0] != "bai"] + [("bai", mark)]
    return urlunsplit(at._replace(query=urlencode(query)))


def marked(text: str, address: str, mark: str) -> str:
    """The text with its mark: in the link where the text has it, else on a line at its end."""
    if not address:
        return f"{text}\n\nMã bài: {mark}"
    link = marked_address(address, mark)
    if link in text:
        return text
    there = re.compile(re.escape(address) + r"(?![\w/?&=#%-])")
    if there.search(text):
        return there.sub(lambda _: link, text, count=1)
    return f"{text}\n\nXem trên trang của chúng tôi: {link}"
