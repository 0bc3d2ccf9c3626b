"""The compiled hot path answers as the plain one, to the byte, whatever the rules and packets."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.gateway.engine import hot, hotpy, message, names
from mangnon.gateway.engine.hotpy import Answers
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import MODES, GroupPlan, Plan, compiled
from tests.gateway.reference import Said
from tests.gateway.site import NOON, site_index, site_plan
from tests.gateway.test_hotpy import PUPIL, TEACHER, query, response
from tests.gateway.test_index import NAMES, SAID, built

pytestmark = pytest.mark.skipif(not hot.COMPILED, reason="the hot path was not compiled here")

ADDRESSES = [
    ip_address(each).packed
    for each in ("10.1.4.7", "10.1.9.7", "192.0.2.1", "2001:db8:1::5", "::ffff:10.1.9.7", "::1")
]
SPECIAL = {names.wire(b"www.example"): None}
LETTERS = st.sampled_from("LXO")


@dataclass(frozen=True)
class Asked:
    """One packet, from whom, and whether by TCP."""

    packet: bytes
    address: bytes
    stream: bool


@dataclass(frozen=True)
class Learnt:
    """A response that is kept from now on."""

    name: str
    qtype: int
    flags: int
    response: bytes
    ttl: int
    targets: tuple[bytes, ...]
    ede: int | None


@st.composite
def packets(draw: st.DrawFn) -> bytes:
    """A usual question, now and then spoilt in some place."""
    name, qtype = draw(NAMES), draw(st.sampled_from([1, 28, 65, 16]))
    wire = names.wire(name.upper().encode() if draw(st.booleans()) else name.encode())
    flags = draw(st.sampled_from([message.RD, 0, message.RD | message.CD, message.AD]))
    opt = b""
    if draw(st.booleans()):
        payload, bits = (
            draw(st.sampled_from([0, 512, 700, 4096])),
            draw(st.sampled_from([0, 0x8000])),
        )
        data = draw(st.sampled_from([b"", b"\0\x0a\0\x02ab"]))
        opt = b"\0" + struct.pack("!2H2B2H", message.OPT, payload, 0, 0, bits, len(data)) + data
    head = draw(st.binary(min_size=2, max_size=2)) + struct.pack("!5H", flags, 1, 0, 0, bool(opt))
    packet = bytearray(head + wire + b"\0" + struct.pack("!2H", qtype, 1) + opt)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        packet[draw(st.integers(0, len(packet) - 1))] = draw(st.integers(0, 255))
    return bytes(packet[: draw(st.sampled_from([len(packet)] * 5 + [len(packet) - 1, 13, 4]))])


@st.composite
def learnt(draw: st.DrawFn) -> Learnt:
    name, qtype = draw(NAMES), draw(st.sampled_from([1, 28, 65]))
    asked = query(name, qtype, edns=False)
    whole = message.answer_head(
        asked, _question(asked), rcode=draw(st.sampled_from([0, 3])), answers=1, more=0
    )
    data = bytes(draw(st.sampled_from([4, 16, 480, 1190])))
    whole += b"\xc0\x0c" + struct.pack(
        "!2HIH", qtype, 1, draw(st.sampled_from([0, 5, 300])), len(data)
    )
    targets = tuple(names.wire(each.encode()) for each in draw(st.lists(NAMES, max_size=2)))
    flags = draw(st.sampled_from([0, message.CD]))
    ede = draw(st.sampled_from([None, None, message.EDE_STALE]))
    return Learnt(name, qtype, flags, whole + data, draw(st.integers(1, 20)), targets, ede)


ASKED = st.builds(Asked, packets(), st.sampled_from(ADDRESSES), st.booleans())
STEPS = st.lists(st.tuples(st.floats(0, 4), ASKED | ASKED | learnt()), min_size=1, max_size=25)
PLANS = st.fixed_dictionaries(
    {
        "letters": st.dictionaries(st.sampled_from(["adult", "games", "ads"]), LETTERS),
        "own_block": st.lists(NAMES, max_size=2).map(tuple),
        "own_allow": st.lists(NAMES, max_size=2).map(tuple),
    }
)


def _question(packet: bytes) -> message.Question:
    question = message.read_question(packet)
    assert question is not None
    return question


def _plan(first: dict[str, object], second: dict[str, object], mode: str) -> Plan:
    thcs = GroupPlan("thcs", "THCS", subnets=("10.1.0.0/16", "2001:db8:1::/48"), **first)  # type: ignore[arg-type]
    staff = GroupPlan("staff", "giáo viên", subnets=("10.1.9.0/24",), **second)  # type: ignore[arg-type]
    return Plan("Trường", (thcs, staff), "thcs", mode=mode)


def _both(index: Index, plan: Plan, **more: int) -> list[hotpy.Hot]:
    answers = Answers.for_page(
        plan.mode, "10.1.0.1", "2001:db8::1", lambda what, who: f"Chặn {what} {who} " + "ệ" * 80
    )
    table = compiled(plan, index, NOON)
    return [kind(index, table, answers, SPECIAL, **more) for kind in (hotpy.Hot, hot.CompiledHot)]  # type: ignore[arg-type]


def _learn(each: hotpy.Hot, step: Learnt, now: float) -> None:
    asked = _question(query(step.name, step.qtype, edns=False))
    question = message.Question(
        asked.name, asked.qtype, 1, step.flags, asked.end, asked.edns, False, 512
    )
    each.put(
        question, step.response, step.ttl, now, targets=step.targets, ede=step.ede, text=b"xin"
    )


@settings(max_examples=150, deadline=None)
@given(
    said=st.lists(SAID, min_size=1, max_size=10),
    plans=st.tuples(PLANS, PLANS),
    mode=st.sampled_from(MODES),
    steps=STEPS,
)
def test_both_decide_alike(
    said: list[Said],
    plans: tuple[dict[str, object], dict[str, object]],
    mode: str,
    steps: list[tuple[float, Asked | Learnt]],
) -> None:
    with TemporaryDirectory() as folder:
        plain, fast = _both(built(said, Path(folder)), _plan(*plans, mode))
        now = 100.0
        for passed, step in steps:
            now += passed
            if isinstance(step, Learnt):
                _learn(plain, step, now)
                _learn(fast, step, now)
                step = Asked(query(step.name, step.qtype), PUPIL, stream=False)
            seen = [
                each.decide(step.packet, step.address, now, stream=step.stream)
                for each in (plain, fast)
            ]
            assert seen[0] == seen[1], step
            seen = [each.decide_for(step.packet, 1, now) for each in (plain, fast)]
            assert seen[0] == seen[1], step
        assert plain.taken() == fast.taken()


@settings(max_examples=400, deadline=None)
@given(raw=st.binary(max_size=90), more=st.booleans())
def test_no_scrap_is_read_otherwise(raw: bytes, more: bool) -> None:
    with TemporaryDirectory() as folder:
        plain, fast = _shared(folder)
        head = b"\0\0" + struct.pack("!5H", message.RD, 1, 0, 0, more)
        for packet in (raw, head + raw, head + raw + b"\0\0\1\0\1"):
            assert plain.decide(packet, PUPIL, 0.0) == fast.decide(packet, PUPIL, 0.0)


_made: list[hotpy.Hot] = []


def _shared(folder: str) -> list[hotpy.Hot]:
    if not _made:
        _made.extend(_both(site_index(Path(folder)), site_plan()))
    return _made


def _over_sockets(each: hotpy.Hot, packets: list[bytes], now: float) -> tuple[list[bytes], int]:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        client.bind(("127.0.0.1", 0))
        client.setblocking(False)
        for packet in packets:
            client.sendto(packet, server.getsockname())
        up = each.batch(server, 500, now)
        assert {address for _, address in up} <= {client.getsockname()}
        seen = [packet for packet, _ in up]
        while True:
            try:
                seen.append(client.recv(4096))
            except BlockingIOError:
                return seen, len(up)


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(packets(), max_size=90), limit=st.sampled_from([0, 5]))
def test_a_batch_is_answered_alike(asked: list[bytes], limit: int) -> None:
    with TemporaryDirectory() as folder:
        plain, fast = _both(site_index(Path(folder)), site_plan(), per_client=limit)
        asked = [query("xau.example"), query("mo.example"), *asked, b""]
        for each in (plain, fast):
            each.put(
                _question(query("mo.example")), response(query("mo.example", edns=False)), 9, 1
            )
        for now in (1.0, 2.5):
            assert _over_sockets(plain, asked, now) == _over_sockets(fast, asked, now)
        assert plain.taken() == fast.taken()


def test_a_batch_speaks_ipv6(tmp_path: Path) -> None:
    _, fast = _both(site_index(tmp_path), site_plan())
    with (
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client,
    ):
        try:
            server.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 here")
        server.setblocking(False)
        client.settimeout(5)
        for name in ("xau.example", "mo.example"):
            client.sendto(query(name), server.getsockname())
        assert fast.batch(server, 8, 0.0) == [
            (query("mo.example"), ("::1", *client.getsockname()[1:]))
        ]
        assert client.recv(512)[:2] == b"\x12\x34"


def test_what_the_slow_road_answered_is_said_again_for_a_moment(tmp_path: Path) -> None:
    _, fast = _both(site_index(tmp_path), site_plan())
    asked = query("www.example")
    fast.remember(asked, 0, b"\x12\x34 said before", 5.0, "")
    assert _over_sockets(fast, [b"\xab\xcd" + asked[2:]], 4.9) == ([b"\xab\xcd said before"], 0)
    assert _over_sockets(fast, [asked], 5.0) == ([asked], 1)
    counted = fast.taken()
    assert (counted.answers, counted.up) == ({(0, ""): 2}, 1)


def test_a_response_put_anew_stands_in_the_place_of_the_old(tmp_path: Path) -> None:
    _, fast = _both(site_index(tmp_path), site_plan())
    asked = query("mo.example", edns=False)
    for address in (b"\xc0\x00\x02\x07", b"\xc0\x00\x02\x09"):
        fast.put(_question(asked), response(asked, address), 300, 0.0)
        answer = fast.decide(asked, TEACHER, 1.0)
        assert answer is not None
        assert answer.endswith(address)


def test_words_that_cannot_be_made_are_an_error_not_an_answer(tmp_path: Path) -> None:
    index = site_index(tmp_path)
    broken = Answers.for_page("null", "", "", lambda what, who: {}[who])  # type: ignore[index]
    fast = hot.CompiledHot(index, compiled(site_plan(), index, NOON), broken)
    with pytest.raises(KeyError):
        fast.decide(query("xau.example"), PUPIL, 0.0)
    assert fast.decide(query("xau.example", edns=False), PUPIL, 0.0) is not None


@pytest.mark.parametrize("length", [0, 3, 5, 15, 17])
def test_an_address_has_4_or_16_bytes(tmp_path: Path, length: int) -> None:
    _, fast = _both(site_index(tmp_path), site_plan())
    with pytest.raises(ValueError, match="4 or 16"):
        fast.decide(query("xau.example"), bytes(length), 0.0)


def test_a_group_that_is_not_there_is_refused(tmp_path: Path) -> None:
    _, fast = _both(site_index(tmp_path), site_plan())
    with pytest.raises(ValueError, match="no such group"):
        fast.decide_for(query("xau.example"), 2, 0.0)
