"""Four letters in a row that a name must have before a pattern of a list can fit it.

Few lists have patterns, and few names fit one. The compiled hot path looks for these letters and
asks Python only about names that have them; a pattern without such letters makes it ask about all.
"""

from __future__ import annotations

from collections.abc import Iterable

SIZE, BITS = 4, 16
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_MULTIPLIER = 0x9E3779B1  # as in native/verdict.h


def needed(pattern: str) -> bytes:
    """Four letters of every name that a regular expression fits; empty where none are sure."""
    if "(?i" in pattern or "(?a" in pattern or "(?x" in pattern:
        return b""
    runs, run, depth, at = [], "", 0, 0
    while at < len(pattern):
        letter, size = pattern[at], 1
        if letter == "\\":
            letter, size = pattern[at + 1 : at + 2], 2
            letter = letter if letter in "-_" else "."
        elif letter == "[":
            size = _class_end(pattern, at) - at
        elif letter == "{":
            size = max(pattern.find("}", at) - at + 1, 1)
        elif letter == "|" and depth == 0:
            return b""
        depth += {"(": 1, ")": -1}.get(letter, 0) if size == 1 else 0
        at += size
        after = pattern[at : at + 1]
        if depth == 0 and letter in _LETTERS and after not in ("*", "?", "{"):
            run += letter
            if after != "+":
                continue
        runs.append(run)
        run = ""
    best = max([*runs, run], key=len)
    middle = max(0, (len(best) - SIZE) // 2)
    return best[middle : middle + SIZE].encode() if len(best) >= SIZE else b""


def _class_end(pattern: str, at: int) -> int:
    """Behind the bracket that closes the one at `at`."""
    end = at + 1
    if pattern[end : end + 1] == "^":
        end += 1
    if pattern[end : end + 1] == "]":  # in the first place it is a letter
        end += 1
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def bitmap(letters: Iterable[bytes]) -> bytes:
    """The letters as bits under a hash: what is not marked here is surely none of them."""
    bits = bytearray((1 << BITS) // 8)
    for four in letters:
        place = (int.from_bytes(four, "little") * _MULTIPLIER & 0xFFFFFFFF) >> (32 - BITS)
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)
