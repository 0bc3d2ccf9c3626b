"""The hot path: packets in, answers out; what it cannot answer goes up; nothing makes it fall."""

from __future__ import annotations

import socket
import struct
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.engine import message, names
from mangnon.gateway.engine.hotpy import Answers, BadResponse, Hot, offsets_of_ttls
from mangnon.gateway.engine.plan import compiled
from tests.gateway.site import NOON, site_index, site_plan

PUPIL, TEACHER = ip_address("10.1.4.7").packed, ip_address("10.1.9.7").packed


def query(
    name: str, qtype: int = message.A, *, edns: bool = True, ident: bytes = b"\x12\x34"
) -> bytes:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    more = message.opt_record() if edns else b""
    head = ident + struct.pack("!5H", message.RD, 1, 0, 0, bool(more))
    return head + labels + b"\0" + struct.pack("!2H", qtype, 1) + more


def response(packet: bytes, address: bytes = b"\xc0\x00\x02\x07", ttl: int = 300) -> bytes:
    question = message.read_question(packet)
    assert question is not None
    head = message.answer_head(packet, question, rcode=0, answers=1, more=0)
    return head + b"\xc0\x0c" + struct.pack("!2HIH", 1, 1, ttl, 4) + address


@pytest.fixture
def hot(tmp_path: Path) -> Hot:
    return made(tmp_path)


def made(folder: Path, mode: str = "page") -> Hot:
    index = site_index(folder)
    answers = Answers.for_page(mode, "10.1.0.1", "", lambda what, who: f"Chặn: {what}, {who}")
    return Hot(index, compiled(site_plan(), index, NOON), answers)


def test_a_blocked_name_leads_to_the_page_and_says_why(hot: Hot) -> None:
    answer = hot.decide(query("WWW.Xau.Example"), PUPIL, 0.0)
    assert answer is not None
    assert answer[:4] == b"\x12\x34\x81\x80"
    assert b"\x03WWW\x03Xau\x07Example" in answer
    assert b"\0\x01\0\x01\0\0\0\x0a\0\x04" + ip_address("10.1.0.1").packed in answer
    assert answer.endswith(struct.pack("!H", 17) + "Chặn: adult, tieu_hoc".encode())


@pytest.mark.parametrize("qtype", [message.AAAA, message.HTTPS, message.TXT])
def test_other_types_of_a_blocked_name_are_empty(hot: Hot, qtype: int) -> None:
    answer = hot.decide(query("xau.example", qtype, edns=False), PUPIL, 0.0)
    assert answer is not None
    assert struct.unpack_from("!4H", answer, 4) == (1, 0, 0, 0)
    assert answer[3] & 15 == message.NOERROR


def test_null_and_no_such_name(tmp_path: Path) -> None:
    zero = made(tmp_path, "null").decide(query("xau.example", edns=False), PUPIL, 0.0)
    assert zero is not None
    assert zero.endswith(bytes(4))
    gone = made(tmp_path, "nxdomain").decide(query("xau.example", edns=False), PUPIL, 0.0)
    assert gone is not None
    assert gone[3] & 15 == message.NXDOMAIN


def test_an_open_name_goes_up_until_its_answer_is_kept(hot: Hot) -> None:
    asked = query("mo.example")
    assert hot.decide(asked, PUPIL, 0.0) is None
    question = message.read_question(asked)
    assert question is not None
    hot.put(question, response(query("mo.example", edns=False)), 300, 0.0)
    answer = hot.decide(query("MO.example", ident=b"\xab\xcd"), PUPIL, 7.5)
    assert answer is not None
    assert answer[:2] == b"\xab\xcd"
    assert b"\x02MO\x07example" in answer
    assert struct.pack("!IH", 293, 4) + b"\xc0\x00\x02\x07" in answer
    assert hot.decide(asked, PUPIL, 300.0) is None


def test_a_remembered_answer_counts_its_time_down(hot: Hot) -> None:
    asked = query("mo.example", edns=False)
    question = message.read_question(asked)
    assert question is not None
    hot.put(question, response(asked), 300, 0.0)
    seen = [hot.decide(asked, PUPIL, now) for now in (0.2, 0.9, 1.1, 299.0)]
    assert [struct.unpack_from("!I", each, len(each) - 10)[0] for each in seen if each] == [
        300,
        300,
        299,
        1,
    ]


def test_a_socket_is_answered_in_a_batch_and_counted(hot: Hot) -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with server, client:
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        client.settimeout(5)
        for ident in (b"aa", b"bb", b"cc"):
            client.sendto(query("xau.example", ident=ident), server.getsockname())
        client.sendto(query("mo.example"), server.getsockname())
        up = hot.batch(server, 64, 0.0)
        assert [client.recv(512)[:2] for _ in range(3)] == [b"aa", b"bb", b"cc"]
    assert [packet for packet, _ in up] == [query("mo.example")]
    counted = hot.taken()
    assert (counted.answers, counted.up) == ({(0, "adult"): 3}, 1)
    assert hot.taken().answers == {}


@given(raw=st.binary(max_size=80))
def test_any_packet_is_answered_or_goes_up(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    hot = _shared(tmp_path_factory)
    answer = hot.decide(raw, PUPIL, 0.0)
    assert answer is None or answer[:2] == raw[:2]


@given(raw=st.binary(max_size=80))
def test_a_mended_header_opens_the_rest(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    hot = _shared(tmp_path_factory)
    packet = b"\0\0" + struct.pack("!5H", message.RD, 1, 0, 0, raw[0] & 1 if raw else 0) + raw
    question = message.read_question(packet)
    if question is not None:
        assert names.suffixes(question.name) is not None
        assert question.end <= len(packet)
    answer = hot.decide(packet, TEACHER, 0.0)
    assert answer is None or answer[2] & 0x80


_made: list[Hot] = []


def _shared(factory: pytest.TempPathFactory) -> Hot:
    if not _made:
        _made.append(made(factory.mktemp("site")))
    return _made[0]


@given(raw=st.binary(max_size=60))
def test_a_damaged_response_is_refused_by_name(raw: bytes) -> None:
    whole = response(query("mo.example", edns=False))
    assert offsets_of_ttls(whole) == (len(whole) - 10,)
    try:
        offsets = offsets_of_ttls(raw)
    except BadResponse:
        return
    assert all(at + 4 <= len(raw) for at in offsets)
