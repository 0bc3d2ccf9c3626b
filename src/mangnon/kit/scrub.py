"""Taking personal data out of text that must not hold any: logs, errors, the audit record."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[^\s@<>()]*@[^\s@<>(),;]*")
# Nine digits or more with the usual gaps, but not a day such as 2026-11-23.
_PHONE = re.compile(r"(?<![\w.:-])(?!\d{4}-\d\d-\d\d(?!\d))\+?\d[\d .-]{7,13}\d(?![\w.:-])")
_QUERY = re.compile(r"(?<=\w|/)\?[^\s\"']+")


def without_addresses(text: str) -> str:
    """The text with each e-mail address replaced."""
    return _EMAIL.sub("‹thư›", text) if "@" in text else text


def scrub(text: str) -> str:
    """The text without e-mail addresses, telephone numbers and query strings."""
    return _PHONE.sub("‹số›", _QUERY.sub("?…", without_addresses(text)))
