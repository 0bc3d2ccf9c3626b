"""Transfers as a receiver sees them: taken in by dnspython, each signature checked."""

from __future__ import annotations

import logging
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.query
import dns.rcode
import dns.rdatatype
import dns.tsig
import dns.xfr
import dns.zone
import pytest

from mangnon.gateway.publish import transfer, zonefile
from mangnon.gateway.publish.server import OnceAMinute
from mangnon.gateway.publish.store import Stored
from mangnon.gateway.publish.transfer import Publisher
from tests.gateway.publish.site import NOON

KEY = dns.tsig.Key("isp", "bWFuZy1ub24tbWFuZy1ub24tbWFuZy1ub24tMDE=", dns.tsig.HMAC_SHA256)
OTHER = dns.tsig.Key("isp", "a2hvYS1raGFjLWtob2Eta2hhYy1raG9hLWtoYWM=", dns.tsig.HMAC_SHA256)
STRANGE = dns.tsig.Key("ai-do", KEY.secret, dns.tsig.HMAC_SHA256)
ZONE = dns.name.from_text("thcs.rpz.tinh.example.")
LINES = ["mot.example CNAME .", "*.mot.example CNAME .", "page.example A 10.1.0.1"]


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    stored = Stored(tmp_path, "thcs", ZONE.to_text())
    zonefile.write(stored.file, LINES, NOON, stored.journal)
    return stored


@pytest.fixture
def publisher(stored: Stored) -> Publisher:
    return Publisher({ZONE: stored}, {KEY.name: KEY}, (ip_network("10.9.0.0/24"),))


def asked(kind: str, key: dns.tsig.Key | None = KEY, serial: int = 0) -> dns.message.QueryMessage:
    query = dns.message.make_query(ZONE, kind)
    query.flags = 0
    if kind == "IXFR":
        data = f"localhost. khong-thu.localhost. {serial} 300 60 7776000 60"
        query.authority.append(dns.rrset.from_text(ZONE, 0, "IN", "SOA", data))
    if key is not None:
        query.use_tsig(key)
    return query


def answers(
    publisher: Publisher, query: dns.message.Message, *, by: str = "192.0.2.8", stream: bool = True
) -> list[bytes]:
    return list(publisher.answer(query.to_wire(), by, stream=stream))


def taken_in(zone: dns.zone.Zone, query: dns.message.Message, messages: list[bytes]) -> None:
    """As a secondary does: each message's signature is checked in the chain."""
    kind = query.question[0].rdtype
    serial = query.authority[0][0].serial if kind == dns.rdatatype.IXFR else None
    context = None
    with dns.xfr.Inbound(zone, kind, serial) as inbound:
        done = False
        for each in messages:
            assert not done
            message = dns.message.from_wire(
                each,
                keyring=query.keyring,
                request_mac=query.mac,
                xfr=True,
                origin=zone.origin,
                tsig_ctx=context,
                multi=bool(query.keyring),
                one_rr_per_rrset=kind == dns.rdatatype.IXFR,
            )
            context = message.tsig_ctx
            assert message.had_tsig == bool(query.keyring)
            done = inbound.process_message(message)
        assert done


def lines_in(zone: dns.zone.Zone) -> list[str]:
    found = [
        f"{name} {dns.rdatatype.to_text(data.rdtype)} {data.to_text()}"
        for name, _, data in zone.iterate_rdatas()
    ]
    return sorted(each for each in found if not each.startswith("@"))


def test_a_whole_zone_passes_signed(publisher: Publisher, stored: Stored) -> None:
    query, zone = asked("AXFR"), dns.zone.Zone(ZONE)
    taken_in(zone, query, answers(publisher, query))
    assert lines_in(zone) == sorted(LINES)
    assert zone.get_soa().serial == stored.serial()


def test_a_large_zone_passes_in_several_messages(publisher: Publisher, stored: Stored) -> None:
    many = [f"t{number:05}.example CNAME ." for number in range(5000)]
    zonefile.write(stored.file, many, NOON + timedelta(minutes=1))
    query, zone = asked("AXFR"), dns.zone.Zone(ZONE)
    messages = answers(publisher, query)
    assert len(messages) == 5
    assert max(map(len, messages)) < 32_300
    taken_in(zone, query, messages)
    assert lines_in(zone) == many


def test_changes_pass_alone(publisher: Publisher, stored: Stored) -> None:
    zone = dns.zone.Zone(ZONE)
    first = asked("AXFR")
    taken_in(zone, first, answers(publisher, first))
    since = zone.get_soa().serial
    zonefile.write(stored.file, LINES[1:], NOON + timedelta(minutes=1), stored.journal)
    last = [*LINES[1:], "zo.example CNAME rpz-passthru."]
    zonefile.write(stored.file, last, NOON + timedelta(minutes=2), stored.journal)
    query = asked("IXFR", serial=since)
    messages = answers(publisher, query)
    records = dns.message.from_wire(
        messages[0], keyring=query.keyring, request_mac=query.mac, one_rr_per_rrset=True
    ).answer
    assert [each.rdtype for each in records].count(dns.rdatatype.SOA) == 6
    assert len(records) == 8
    taken_in(zone, query, messages)
    assert lines_in(zone) == sorted(last)
    assert zone.get_soa().serial == stored.serial()


@pytest.mark.parametrize("behind", [1, 10_000])
def test_who_is_too_far_behind_gets_everything(
    publisher: Publisher, stored: Stored, behind: int
) -> None:
    serial = stored.serial() or 0
    query, zone = asked("IXFR", serial=serial - behind), dns.zone.Zone(ZONE)
    with zone.writer() as writer:  # whatever it has is replaced
        data = f"localhost. x.localhost. {serial - behind} 300 60 7776000 60"
        writer.add("@", dns.rdataset.from_text("IN", "SOA", 60, data))
        writer.add("@", dns.rdataset.from_text("IN", "NS", 60, "localhost."))
        writer.add("cu.example", dns.rdataset.from_text("IN", "CNAME", 60, "."))
    taken_in(zone, query, answers(publisher, query))
    assert lines_in(zone) == sorted(LINES)


def test_by_udp_and_for_who_is_current_the_serial_is_enough(
    publisher: Publisher, stored: Stored
) -> None:
    for query, stream in [
        (asked("SOA"), False),
        (asked("IXFR", serial=1), False),
        (asked("IXFR", serial=stored.serial() or 0), True),
    ]:
        (message,) = answers(publisher, query, stream=stream)
        said = dns.message.from_wire(message, keyring=query.keyring, request_mac=query.mac)
        assert said.flags & dns.flags.AA
        assert [each[0].serial for each in said.answer] == [stored.serial()]


@pytest.mark.parametrize(
    ("key", "rcode"),
    [(None, dns.rcode.REFUSED), (OTHER, dns.rcode.NOTAUTH), (STRANGE, dns.rcode.NOTAUTH)],
)
@pytest.mark.parametrize("kind", ["AXFR", "IXFR", "SOA"])
def test_without_the_key_nothing_is_told(
    publisher: Publisher, kind: str, key: dns.tsig.Key | None, rcode: int
) -> None:
    (message,) = answers(publisher, asked(kind, key))
    said = dns.message.from_wire(message)
    assert (said.rcode(), said.answer) == (rcode, [])


def test_a_signature_of_another_hour_is_refused(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = asked("AXFR")
    packet = query.to_wire()
    monkeypatch.setattr("dns.message.time.time", lambda: 4_000_000_000)
    (message,) = publisher.answer(packet, "192.0.2.8", stream=True)
    assert dns.message.from_wire(message).rcode() == dns.rcode.NOTAUTH


def test_an_address_that_is_trusted_needs_no_key(publisher: Publisher) -> None:
    query, zone = asked("AXFR", None), dns.zone.Zone(ZONE)
    for by in ("10.9.0.7", "::ffff:10.9.0.7"):
        messages = answers(publisher, query, by=by)
    taken_in(zone, query, messages)
    assert lines_in(zone) == sorted(LINES)
    (message,) = answers(publisher, query, by="10.9.1.7")
    assert dns.message.from_wire(message).rcode() == dns.rcode.REFUSED


def test_what_is_not_served_is_refused(publisher: Publisher, stored: Stored) -> None:
    def rcode(query: dns.message.Message, *, stream: bool = True) -> int:
        (message,) = answers(publisher, query, stream=stream)
        return dns.message.from_wire(message, keyring=query.keyring, request_mac=query.mac).rcode()

    other = dns.message.make_query("staff.rpz.tinh.example.", "AXFR")
    other.use_tsig(KEY)
    told = asked("SOA")
    told.set_opcode(dns.opcode.NOTIFY)
    assert rcode(other) == dns.rcode.REFUSED
    assert rcode(told) == dns.rcode.NOTIMP
    assert rcode(asked("A")) == dns.rcode.REFUSED
    assert rcode(asked("AXFR"), stream=False) == dns.rcode.REFUSED
    stored.file.unlink()
    assert rcode(asked("AXFR")) == dns.rcode.SERVFAIL


@pytest.mark.parametrize(
    "packet", [b"", b"\x12", b"\x12\x34\x80" + bytes(9), b"\x12\x34\x84\0" * 3]
)
def test_scraps_and_responses_get_no_answer(publisher: Publisher, packet: bytes) -> None:
    assert list(publisher.answer(packet, "192.0.2.8", stream=False)) == []


def test_a_damaged_question_is_told_so(publisher: Publisher) -> None:
    (message,) = publisher.answer(b"\x12\x34\0\0\0\1" + bytes(6), "192.0.2.8", stream=False)
    assert message == b"\x12\x34\x80\1" + bytes(8)


def test_a_record_is_packed_as_dnspython_does() -> None:
    for line in [*LINES, "a.example AAAA fd00::1", "b.example CNAME rpz-passthru."]:
        owner, kind, data = line.split(" ", 2)
        rrset = dns.rrset.from_text(f"{owner}.{ZONE}", 60, "IN", kind, data)
        message = dns.message.make_response(asked("AXFR", None))
        message.answer.append(rrset)
        assert message.to_wire().endswith(transfer.record(line))


def test_a_stranger_is_told_of_once_a_minute() -> None:
    once = OnceAMinute()

    def said(words: str, at: float) -> bool:
        record = logging.LogRecord("x", logging.WARNING, "", 0, words, None, None)
        record.created = at
        return once.filter(record)

    assert said("từ chối 192.0.2.1", 1000.0)
    assert not said("từ chối 192.0.2.1", 1059.0)
    assert said("từ chối 192.0.2.2", 1059.0)
    assert said("từ chối 192.0.2.1", 1061.0)
