"""The card of a province: its name and its two public keys in one line, to be sent by any way and
compared by its fingerprint over the telephone."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from hashlib import sha256

from mangnon.cases.packages.refusing import BadCard
from mangnon.cases.packages.signing import PREFIX

_START, _GROUPS, _KEY_BYTES, _LONGEST = "mangnon-tinh-1.", 5, 32, 1000


@dataclass(frozen=True)
class Card:
    """`signing`: Ed25519, `sealing`: X25519; `code` is the number of the province."""

    name: str
    code: str
    signing: bytes
    sealing: bytes

    @property
    def line(self) -> str:
        told = {
            "name": self.name,
            "code": self.code,
            "signing": self.signing.hex(),
            "sealing": self.sealing.hex(),
        }
        raw = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        return _START + base64.urlsafe_b64encode(raw).decode()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.signing, self.sealing)


def fingerprint(signing: bytes, sealing: bytes) -> str:
    """Both keys in 25 digits, five by five: 83 bits, read aloud in half a minute."""
    digest = int.from_bytes(sha256(PREFIX + signing + sealing).digest(), "big") % 10**25
    digits = f"{digest:025d}"
    return " ".join(digits[at : at + _GROUPS] for at in range(0, len(digits), _GROUPS))


def card_of(line: str) -> Card:
    """Raises BadCard."""
    text = "".join(line.split())
    if not text.startswith(_START) or len(text) > _LONGEST:
        raise BadCard("Đây không phải thẻ khóa của một tỉnh.")
    try:
        told = json.loads(base64.b64decode(text[len(_START) :], altchars=b"-_", validate=True))
        card = Card(
            str(told["name"]).strip()[:80],
            str(told["code"]).strip()[:4],
            bytes.fromhex(told["signing"]),
            bytes.fromhex(told["sealing"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise BadCard("Thẻ khóa bị thiếu chữ: hãy chép lại cả dòng.") from None
    whole = card.name.isprintable() and card.name and card.code.isalnum()
    if not whole or {len(card.signing), len(card.sealing)} != {_KEY_BYTES}:
        raise BadCard("Thẻ khóa bị thiếu chữ: hãy chép lại cả dòng.")
    return card
