"""The one-time code by which a filter comes in: read aloud, typed, or copied.

36 signs in groups of four: 16 for a secret of 80 bits, 16 for the fingerprint of the platform's
key, 4 that tell a slip of the pen from a stranger in the middle. The alphabet is Crockford's: no I,
L, O or U, and small letters, I, L and O are read as what they look like.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from mangnon.gateway.link.envelope import FINGERPRINT_BYTES

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
SECRET_BYTES = 10
_CHECK_SIGNS, _GROUP = 4, 4
_SIGNS = (SECRET_BYTES + FINGERPRINT_BYTES) * 8 // 5


class BadCode(ValueError):
    """A code that was not written down rightly; the words are for who typed it."""


@dataclass(frozen=True)
class Code:
    secret: bytes
    fingerprint: bytes

    def __str__(self) -> str:
        signs = _signs(self.secret + self.fingerprint)
        whole = signs + _check(signs)
        return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def new_code(fingerprint: bytes) -> Code:
    return Code(secrets.token_bytes(SECRET_BYTES), fingerprint)


def read_code(typed: str) -> Code:
    """Raises BadCode."""
    signs = typed.strip().upper().translate(_LOOK_ALIKE)
    if len(signs) != _SIGNS + _CHECK_SIGNS:
        raise BadCode(f"mã ghi danh có {_SIGNS + _CHECK_SIGNS} ký tự, mã này có {len(signs)}")
    if strange := sorted(set(signs) - set(_ALPHABET)):
        raise BadCode(f"mã ghi danh không có ký tự {', '.join(strange)}")
    if _check(signs[:_SIGNS]) != signs[_SIGNS:]:
        raise BadCode("mã ghi danh bị gõ sai một chỗ nào đó, hãy chép lại từ trang của điểm trường")
    number = 0
    for sign in signs[:_SIGNS]:
        number = number * 32 + _ALPHABET.index(sign)
    raw = number.to_bytes(SECRET_BYTES + FINGERPRINT_BYTES, "big")
    return Code(raw[:SECRET_BYTES], raw[SECRET_BYTES:])


def _signs(raw: bytes) -> str:
    number, signs = int.from_bytes(raw, "big"), ""
    for _ in range(len(raw) * 8 // 5):
        number, place = divmod(number, 32)
        signs = _ALPHABET[place] + signs
    return signs


def _check(signs: str) -> str:
    digest = hashlib.sha256(signs.encode()).digest()
    return "".join(_ALPHABET[byte % 32] for byte in digest[:_CHECK_SIGNS])
