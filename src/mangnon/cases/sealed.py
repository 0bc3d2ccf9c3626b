"""Words of a case under its own key; and, from somebody who cannot open the case, to its units.

A move must never fail because the one who makes it holds no key. What is written then is sealed to
the public keys of the units that can open the case: they read it, the writer does not.

A case gets a fresh key whenever a unit leaves it, and words are sealed under the newest. Its keys
go together, one after the other, the oldest first; sealed words say under which they are.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened

_NOT_YOURS = "Không mở được: nội dung này không dành cho đơn vị của anh/chị."
_BY_KEY, _TO_UNITS, _BY_NEWER = b"\x01", b"\x02", b"\x03"
MOST_KEYS = 255  # a byte says which


class Holder(Protocol):
    """A unit's public key."""

    @property
    def pk(self) -> Any: ...
    @property
    def public_key(self) -> Any: ...


def generation_of(keys: bytes) -> int:
    """How many keys of a case go together here."""
    return len(keys) // sealing.KEY_BYTES


def _key_at(keys: bytes, generation: int) -> bytes:
    """Raises NotOpened for a generation that these keys do not hold."""
    if not 0 < generation <= generation_of(keys):
        raise NotOpened(_NOT_YOURS)
    return keys[sealing.KEY_BYTES * (generation - 1) : sealing.KEY_BYTES * generation]


def event_place(case_id: UUID, number: int) -> str:
    """The context to which the words of an event are bound."""
    return f"case:{case_id}:event:{number}"


def paper_place(case_id: UUID, form: str, revision: int) -> str:
    return f"case:{case_id}:paper:{form}:{revision}"


def note_place(case_id: UUID, pk: int) -> str:
    return f"case:{case_id}:note:{pk}"


def service_place(case_id: UUID, pk: int) -> str:
    return f"case:{case_id}:service:{pk}"


def decision_place(case_id: UUID, number: int) -> str:
    """`number`: of the event with which it was signed."""
    return f"case:{case_id}:decision:{number}"


def referral_place(case_id: UUID, pk: UUID) -> str:
    return f"case:{case_id}:referral:{pk}"


def seal_words(
    key: bytes | None, holders: Iterable[Holder], words: Mapping[str, object], place: str
) -> bytes:
    """Words as JSON, sealed under the newest of the case's keys (`key` holds all of them), or to
    the holders when they are not open."""
    plain = json.dumps(words, ensure_ascii=False).encode()
    if key is not None:
        newest = generation_of(key)
        how = _BY_KEY if newest == 1 else _BY_NEWER + bytes([newest])
        return how + sealing.seal(_key_at(key, newest), plain, place)
    own = sealing.new_key()
    boxes = {
        str(one.pk): base64.b64encode(sealing.wrapped(own, bytes(one.public_key))).decode()
        for one in holders
    }
    body = base64.b64encode(sealing.seal(own, plain, place)).decode()
    return _TO_UNITS + json.dumps({"boxes": boxes, "body": body}).encode()


def opened_words(
    key: bytes | None, privates: Mapping[int, bytes], sealed: bytes, place: str
) -> dict[str, object]:
    """What `seal_words` sealed; nothing for nothing. Raises NotOpened."""
    if not sealed:
        return {}
    how, rest = sealed[:1], sealed[1:]
    if how == _TO_UNITS:
        plain = _from(privates, rest, place)
    elif key is None:
        raise NotOpened(_NOT_YOURS)
    elif how == _BY_NEWER:
        plain = sealing.opened(_key_at(key, rest[0]), rest[1:], place)
    else:
        plain = sealing.opened(_key_at(key, 1), rest, place)
    words: dict[str, object] = json.loads(plain)
    return words


def _from(privates: Mapping[int, bytes], sealed: bytes, place: str) -> bytes:
    told = json.loads(sealed)
    for pk, box in told["boxes"].items():
        if private := privates.get(int(pk)):
            own = sealing.unwrapped(base64.b64decode(box), private)
            return sealing.opened(own, base64.b64decode(told["body"]), place)
    raise NotOpened(_NOT_YOURS)
