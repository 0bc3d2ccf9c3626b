"""Hostile packets and lists: every byte, pointers, cuts; nothing falls and both paths agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateway.fuzz.seeds import seeds
from tests.gateway.fuzz.targets import TARGETS, both, lists, name, question, reply, thrown

SEEDS = [seed[1:] for seed in seeds(1)]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A usual packet or line with bytes changed, cut, pointed elsewhere, or followed by more."""
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(raw) - 1))
        raw[at : at + draw(st.integers(0, 2))] = draw(
            st.sampled_from([b"\xc0\x0c", b"\xc0\x00", b"\xff", b"\0", b"\x3f", b"\x40"])
            | st.binary(max_size=3)
        )
        if not raw:
            return b""
    if draw(st.booleans()):
        del raw[draw(st.integers(0, len(raw) - 1)) :]
    return bytes(raw) + draw(st.binary(max_size=12))


@settings(max_examples=200, deadline=None)
@given(raw=spoilt() | st.binary(max_size=120))
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: str(target.__name__))
def test_nothing_falls(target: object, raw: bytes) -> None:
    assert callable(target)
    target(raw)


def test_every_seed_and_every_cut_of_it_is_met() -> None:
    for seed in seeds(len(TARGETS)):
        thrown(seed)
    for seed in SEEDS[:6]:
        for at in range(len(seed)):
            for each in (question, reply, both):
                each(seed[:at])


def test_a_name_may_hold_any_byte() -> None:
    for byte in range(256):
        packet = bytearray(SEEDS[0])
        packet[14] = byte
        both(bytes(packet))


def test_pointers_lead_back_or_nowhere() -> None:
    for raw in (b"\xc0\x00", b"\x01a\xc0\x00", b"\xc0\x02\xc0\x00", b"\xc0", b"\x01a\xc0\x02"):
        name(raw)
        reply(SEEDS[6][:12] + raw + SEEDS[6][12:])
    lists(b"||\xc3\xa9t\xc3\xa9.example^\n||x\0y^\n" + b"a" * 5000)
