"""Domain names as bytes: checked once, then compared as they travel on the wire.

Inside the filter a name is lower-case wire format without the root byte: each label behind its
length (RFC 1035, 3.1). A suffix of a name that begins at a label is then a suffix of its bytes.
"""

from __future__ import annotations

import re

MOST_BYTES = 253
_LENGTHS = [bytes([length]) for length in range(64)]
# Underscores are common in names that are not hosts (RFC 8552); a lone hyphen at an end is not.
_NAME = re.compile(
    rb"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_ADDRESS = re.compile(rb"[0-9.]+|.*\.[0-9]+")


class BadName(ValueError):
    """Not a domain name; the words say why."""


def wire(text: bytes) -> bytes:
    """Checked lower-case text to wire bytes, e.g. `b"a.vn"` to `b"\\x01a\\x02vn"`."""
    lengths = _LENGTHS
    return b"".join([lengths[len(label)] + label for label in text.split(b".")])


def text(name: bytes) -> str:
    """Wire bytes to text; bytes outside letters, digits, `-` and `_` as `\\DDD` (RFC 4343)."""
    labels, at = [], 0
    while at < len(name):
        end = at + 1 + name[at]
        labels.append("".join(_printed(byte) for byte in name[at + 1 : end]))
        at = end
    return ".".join(labels)


def _printed(byte: int) -> str:
    char = chr(byte)
    return char if char.isascii() and (char.isalnum() or char in "-_") else f"\\{byte:03d}"


def checked(raw: bytes) -> bytes:
    """Lower-case text of a name as lists write it: trailing dot and marks of other scripts mended.

    Raises BadName for addresses, single labels and what is no name.
    """
    name = raw.lower().rstrip(b".")
    if not name.isascii():
        name = _as_ascii(name)
    if len(name) > MOST_BYTES or not _NAME.fullmatch(name):
        raise BadName("không phải tên miền")
    if _ADDRESS.fullmatch(name):
        raise BadName("là địa chỉ IP")
    if b"." not in name:
        raise BadName("chỉ có một nhãn, chặn cả đuôi tên miền")
    return name


def _as_ascii(name: bytes) -> bytes:
    try:
        return name.decode("utf-8").encode("idna").lower()
    except UnicodeError:
        raise BadName("tên có dấu không chuyển được") from None


def suffixes(name: bytes) -> list[int]:
    """Where each label of a wire name begins, the whole name first."""
    starts, at = [], 0
    while at < len(name):
        starts.append(at)
        at += name[at] + 1
    return starts
