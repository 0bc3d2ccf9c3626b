"""Responses are taken apart whole or refused; what is put together can be taken apart again."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.records import (
    BadReply,
    Record,
    body,
    read_name,
    read_reply,
    wanted,
    without_ech,
)
from tests.gateway.serve.school import a, cname, https, query, soa

ASKED = query("mo.example")
_label = st.binary(min_size=1, max_size=63).map(bytes.lower)
_name = st.lists(_label, min_size=1, max_size=3).map(
    lambda labels: b"".join(bytes([len(each)]) + each for each in labels)
)
_records = st.one_of(
    st.builds(Record, _name, st.just(message.A), st.integers(0, 1 << 30), st.binary(max_size=30)),
    st.builds(lambda owner, to: Record(owner, message.CNAME, 60, to + b"\0"), _name, _name),
)


@given(records=st.lists(_records, max_size=12))
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    question = message.read_question(ASKED)
    assert question is not None
    whole = body(question, rcode=0, answers=tuple(records), authority=(soa("example", 5, 6),))
    reply = read_reply(whole)
    assert reply.answers == tuple(records)
    assert reply.authority == (soa("example", 5, 6),)


def test_a_name_that_repeats_is_written_once() -> None:
    question = message.read_question(ASKED)
    assert question is not None
    answers = tuple(a("mo.example", f"192.0.2.{number}") for number in range(10))
    assert len(body(question, rcode=0, answers=answers)) == 12 + 16 + 10 * 16


@given(raw=st.binary(max_size=120))
def test_any_bytes_are_a_reply_or_refused(raw: bytes) -> None:
    for packet in (raw, b"\0\0\x80\0\0\1\0\1\0\1\0\1" + raw):
        try:
            reply = read_reply(packet)
            wanted(reply, reply.name, reply.qtype)
        except BadReply:
            pass


@pytest.mark.parametrize(
    "packet",
    [b"\xc0\x00", b"\xc0\x02\xc0\x00", b"\x01a\xc0\x00", b"\x40a", b"\x01a" * 130 + b"\0"],
)
def test_no_pointer_runs_in_circles(packet: bytes) -> None:
    with pytest.raises(BadReply):
        read_name(packet, 0)


def test_aliases_that_run_in_circles_are_refused() -> None:
    question = message.read_question(ASKED)
    assert question is not None
    ring = (cname("mo.example", "b.example"), cname("b.example", "mo.example"))
    with pytest.raises(BadReply, match="vòng"):
        wanted(read_reply(body(question, rcode=0, answers=ring)), question.name, message.A)


def test_the_names_on_the_way_are_told_in_order() -> None:
    question = message.read_question(ASKED)
    assert question is not None
    way = (
        cname("mo.example", "b.example"),
        cname("b.example", "c.example"),
        a("c.example", "192.0.2.1"),
    )
    kept, targets = wanted(
        read_reply(body(question, rcode=0, answers=way)), question.name, message.A
    )
    assert kept == way
    assert targets == (names.wire(b"b.example"), names.wire(b"c.example"))


@given(data=st.binary(max_size=60))
def test_a_damaged_https_record_is_refused(data: bytes) -> None:
    try:
        safe = without_ech(Record(b"\1a", message.HTTPS, 60, data))
    except BadReply:
        return
    assert len(safe.data) <= len(data)


def test_only_the_key_of_hidden_names_is_taken_out() -> None:
    record = https("a.example", {1: b"\2h2", 4: bytes(4), 5: b"hidden"}, "b.example")
    assert without_ech(record) == https("a.example", {1: b"\2h2", 4: bytes(4)}, "b.example")
    assert struct.pack("!H", 5) + b"\0\6hidden" in record.data
