"""Receipts: what a reporter keeps, and how it is checked. Pure.

Six groups of four signs from an alphabet without look-alikes: seven signs to look up and a secret
of seventeen, 83 bits. The secret comes from the form's own random token and the installation's
key, so that the same form sent twice gives the same receipt, and the database alone gives none.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

from mangnon.kit.shamir import ALPHABET

LOOKUP, SECRET, GROUP = 7, 17, 4
# With 83 bits of chance no guess is hoped for, whatever a hash costs, so this one is light: 8 MiB
# took 4 ms of each report and each look, 2 MiB take 1. Each receipt has a salt of its own.
_PASSES, _MEMORY_KIB = 1, 2 * 1024
_SIGNS = re.compile(rf"[{ALPHABET}]", re.IGNORECASE)
_WRITTEN = re.compile(rf"(?<![A-Z0-9])(?:[{ALPHABET}]{{4}}[ \-.]*){{6}}(?![A-Z0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Code:
    """A receipt apart: the part that finds it and the part that nobody else has."""

    lookup: str
    secret: str

    @property
    def written(self) -> str:
        whole = self.lookup + self.secret
        return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def made(token: str, key: bytes, attempt: int = 0) -> Code:
    """The receipt of a form's token; `attempt` makes another when a lookup part is taken."""
    seed = hmac.new(key, f"{attempt}\0{token}".encode(), "sha512").digest()
    number, signs = int.from_bytes(seed, "big"), ""
    for _ in range(LOOKUP + SECRET):
        number, rest = divmod(number, len(ALPHABET))
        signs += ALPHABET[rest]
    return Code(signs[:LOOKUP], signs[LOOKUP:])


def read(text: str) -> Code | None:
    """A receipt as typed: case, spaces and hyphens do not matter. None when it cannot be one."""
    signs = "".join(text.split()).replace("-", "").replace(".", "").upper()
    if len(signs) != LOOKUP + SECRET or len(_SIGNS.findall(signs)) != len(signs):
        return None
    return Code(signs[:LOOKUP], signs[LOOKUP:])


def written_in(text: str) -> list[Code]:
    """What looks like a receipt inside a longer text."""
    codes = (read(found.group()) for found in _WRITTEN.finditer(text))
    return [code for code in codes if code is not None]


def hashed(secret: str, salt: bytes) -> tuple[bytes, bytes]:
    """(what is kept to check it, the key that wraps the report's key). Outside transactions."""
    root = hash_secret_raw(secret.encode(), salt, _PASSES, _MEMORY_KIB, 1, 32, Type.ID)
    return (
        hmac.new(root, b"check", sha256).digest(),
        hmac.new(root, b"wrap", sha256).digest(),
    )
