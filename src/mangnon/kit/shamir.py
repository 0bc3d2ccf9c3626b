"""Sharing a secret so that any two of three shares bring it back and one alone tells nothing.

Shamir (1979) over GF(2^8) with the polynomial of AES, byte by byte: share x is f(x) = secret + c x
with a random c for each byte. A checksum travels with the secret, so that a wrong share is noticed.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

SHARES, NEEDED = 3, 2
_CHECK = 4


class WrongShares(ValueError):
    """Shares that do not belong together; the words are fit for the screen."""


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a^254: the group has 255 elements."""
    result = 1
    for _ in range(254):
        result = _times(result, a)
    return result


def split(secret: bytes) -> tuple[bytes, bytes, bytes]:
    """Three shares; the first byte of each is its number from 1."""
    whole = secret + sha256(secret).digest()[:_CHECK]
    slopes = secrets.token_bytes(len(whole))
    first, second, third = (
        bytes([x]) + bytes(s ^ _times(c, x) for s, c in zip(whole, slopes, strict=True))
        for x in range(1, SHARES + 1)
    )
    return first, second, third


def joined(one: bytes, other: bytes) -> bytes:
    """The secret. Raises WrongShares."""
    if len(one) != len(other) or len(one) <= _CHECK + 1:
        raise WrongShares("Hai mảnh không cùng một bộ.")
    x, y = one[0], other[0]
    if x == y or not {x, y} <= set(range(1, SHARES + 1)):
        raise WrongShares("Cần hai mảnh khác nhau của cùng một bộ.")
    # f(0) = (f(x) y + f(y) x) / (x + y), where + is xor.
    over = _inverse(x ^ y)
    whole = bytes(
        _times(_times(a, y) ^ _times(b, x), over) for a, b in zip(one[1:], other[1:], strict=True)
    )
    secret, check = whole[:-_CHECK], whole[-_CHECK:]
    if sha256(secret).digest()[:_CHECK] != check:
        raise WrongShares("Hai mảnh không cùng một bộ, hoặc chép sai.")
    return secret


# Read aloud and written by hand: no letters that look or sound alike.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def written(share: bytes) -> str:
    """In groups of five, for paper."""
    number, letters = int.from_bytes(b"\1" + share, "big"), ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    groups = [letters[at : at + 5] for at in range(0, len(letters), 5)]
    return "-".join(groups)


def read(text: str) -> bytes:
    """A share from paper; spaces, hyphens and case do not matter. Raises WrongShares."""
    number = 0
    for letter in text.upper():
        if letter in "- \n\t":
            continue
        if letter not in ALPHABET:
            raise WrongShares(f"Ký tự “{letter}” không có trong mảnh khôi phục.")
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if not raw.startswith(b"\1") or len(raw) < _CHECK + 3:
        raise WrongShares("Mảnh khôi phục chưa chép đủ.")
    return raw[1:]
