"""Who may tell a filter what to do: keys, envelopes, codes."""

from __future__ import annotations

import base64
import json

import pytest

from mangnon.gateway.link.codes import BadCode, Code, new_code, read_code
from mangnon.gateway.link.envelope import (
    BadEnvelope,
    fingerprint,
    new_key,
    opened,
    public_of,
    signed,
)

PLATFORM, STRANGER = bytes(range(32)), bytes(range(1, 33))
KEY = public_of(PLATFORM)


def test_what_the_platform_signed_is_read() -> None:
    envelope = signed("plan", {"revision": 12, "plan": "{…}"}, PLATFORM)

    assert opened("plan", envelope, KEY) == {"kind": "plan", "revision": 12, "plan": "{…}"}


def test_a_key_is_made_anew_each_time() -> None:
    assert len({new_key() for _ in range(5)}) == 5


def test_what_a_stranger_signed_is_refused_by_the_name_of_its_key() -> None:
    envelope = signed("plan", {"revision": 99}, STRANGER)

    with pytest.raises(BadEnvelope, match=f"khóa khác \\({fingerprint(public_of(STRANGER)).hex()}"):
        opened("plan", envelope, KEY)


def test_a_changed_word_breaks_the_signature() -> None:
    raw = json.loads(signed("plan", {"revision": 1}, PLATFORM))
    payload = base64.b64decode(raw["payload"]).replace(b"1", b"2")
    raw["payload"] = base64.b64encode(payload).decode()

    with pytest.raises(BadEnvelope, match="chữ ký sai"):
        opened("plan", json.dumps(raw), KEY)


def test_a_signed_bundle_is_no_plan() -> None:
    with pytest.raises(BadEnvelope, match="khác loại"):
        opened("plan", signed("bundle", {"revision": 1}, PLATFORM), KEY)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"payload": 1}', "xin chào", '{"payload":"?"}'])
def test_what_is_no_envelope_is_refused(text: str) -> None:
    with pytest.raises(BadEnvelope, match="không phải thông điệp"):
        opened("plan", text, KEY)


def test_a_code_is_read_as_it_is_written_and_as_people_write() -> None:
    code = Code(b"\0\1\2\3\4\5\6\7\x08\t", fingerprint(KEY))
    text = str(code)

    assert [len(group) for group in text.split("-")] == [4] * 9
    assert read_code(text) == code
    assert (
        read_code(f"  {text.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ")
        == code
    )


def test_a_code_carries_the_fingerprint_and_its_own_chance() -> None:
    one, other = new_code(fingerprint(KEY)), new_code(fingerprint(KEY))

    assert one.fingerprint == other.fingerprint == fingerprint(KEY)
    assert one.secret != other.secret


def test_a_slip_of_the_pen_is_told_from_a_stranger() -> None:
    text = str(Code(bytes(10), bytes(10)))
    wrong = ("2" if text[0] != "2" else "3") + text[1:]

    with pytest.raises(BadCode, match="gõ sai"):
        read_code(wrong)
    with pytest.raises(BadCode, match="36 ký tự, mã này có 35"):
        read_code(text[:-1])
    with pytest.raises(BadCode, match="không có ký tự U"):
        read_code("U" + text[1:])
