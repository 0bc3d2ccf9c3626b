"""Zone transfers: AXFR (RFC 5936), IXFR (RFC 1995), each message signed (TSIG, RFC 8945). Pure but
for reading the zones: a request's bytes in, the messages of the response out.

dnspython reads requests and writes heads and signatures. The records in between are packed here,
straight from the lines of the zone: a million of them pass in seconds. Owner names end in a pointer
to the question, which is the zone's own name.
"""

from __future__ import annotations

import ipaddress
import logging
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.renderer
import dns.tsig

from mangnon.gateway.engine import names
from mangnon.gateway.publish import rpz, zonefile
from mangnon.gateway.publish.store import Stored, lines_of_change, serials

log = logging.getLogger("mangnon.gateway.zones")
refusals = logging.getLogger("mangnon.gateway.zones.refusals")
MESSAGE_BYTES = 32_000  # of records in a message: what fits pointers and any TSIG
FUDGE_S = 300
_Renderer: Any = dns.renderer.Renderer  # its methods tell no types
_TO_ZONE = b"\xc0\x0c"
_NETWORK = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Publisher:
    """Who may have what. unsigned: networks that need no key, for resolvers that know none."""

    zones: Mapping[dns.name.Name, Stored]
    keys: Mapping[dns.name.Name, dns.tsig.Key]
    unsigned: tuple[_NETWORK, ...] = ()

    def answer(self, packet: bytes, client: str, *, stream: bool) -> Iterator[bytes]:
        """The messages that a packet gets, none for one that deserves none. client: its address."""
        try:
            asked = dns.message.from_wire(packet, keyring=dict(self.keys))
        except (dns.message.UnknownTSIGKey, dns.tsig.BadSignature, dns.tsig.BadTime) as wrong:
            refusals.warning("từ chối %s: chữ ký không nhận được (%s)", client, wrong)
            return iter([_bare(packet, dns.rcode.NOTAUTH)])
        except dns.exception.DNSException:
            return iter([_bare(packet, dns.rcode.FORMERR)] if _is_query(packet) else [])
        if asked.flags & dns.flags.QR:
            return iter([])
        return self._answer(asked, client, stream)

    def _answer(self, asked: dns.message.Message, client: str, stream: bool) -> Iterator[bytes]:
        if asked.opcode() != dns.opcode.QUERY or len(asked.question) != 1:
            return _refusal(asked, dns.rcode.NOTIMP)
        zone = self.zones.get(asked.question[0].name)
        if zone is None or not (asked.had_tsig or self._trusted(client)):
            refusals.warning(
                "từ chối %s: %s", client, "không có vùng này" if not zone else "không có khóa"
            )
            return _refusal(asked, dns.rcode.REFUSED)
        if zone.serial() is None:
            return _refusal(asked, dns.rcode.SERVFAIL)
        make = _MADE.get(asked.question[0].rdtype)
        if make is None or (asked.question[0].rdtype == dns.rdatatype.AXFR and not stream):
            return _refusal(asked, dns.rcode.REFUSED)
        return _messages(asked, make(zone, asked, stream))

    def _trusted(self, client: str) -> bool:
        address = ipaddress.ip_address(client.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self.unsigned)


def _soa_only(zone: Stored, asked: dns.message.Message, stream: bool) -> Iterator[bytes]:
    yield soa(zone.serial() or 0)


def _whole(zone: Stored, asked: dns.message.Message, stream: bool) -> Iterator[bytes]:
    """The serial and the records of one file, whatever takes its place meanwhile."""
    serial, lines = zonefile.read(zone.file)
    log.info("gửi trọn vùng %s bản %d", zone.name, serial)
    yield soa(serial)
    yield record("@ NS localhost.")
    yield from map(record, lines)
    yield soa(serial)


def _changes(zone: Stored, asked: dns.message.Message, stream: bool) -> Iterator[bytes]:
    """What changed since the version of who asks; everything when that is not known any more."""
    serial, since = zone.serial() or 0, _serial_in(asked)
    if since == serial or not stream:
        return iter([soa(serial)])  # by UDP it says to come again by TCP (RFC 1995 2)
    way = zone.way(since, serial) if since is not None else None
    if way is None:
        return _whole(zone, asked, stream)
    log.info("gửi thay đổi của vùng %s từ bản %s đến bản %d", zone.name, since, serial)
    return _steps(way, serial)


def _steps(way: list[Path], serial: int) -> Iterator[bytes]:
    yield soa(serial)
    for step in way:
        since, until = serials(step)
        yield soa(since)
        yield from map(record, lines_of_change(step, "-"))
        yield soa(until)
        yield from map(record, lines_of_change(step, "+"))
    yield soa(serial)


_Making = Callable[[Stored, dns.message.Message, bool], Iterator[bytes]]
_MADE: Mapping[int, _Making] = {
    dns.rdatatype.SOA: _soa_only,
    dns.rdatatype.AXFR: _whole,
    dns.rdatatype.IXFR: _changes,
}


def _serial_in(asked: dns.message.Message) -> int | None:
    """The version that the asker has, as an IXFR says it."""
    for rrset in asked.authority:
        if rrset.rdtype == dns.rdatatype.SOA:
            return int(rrset[0].serial)
    return None


def _messages(asked: dns.message.Message, records: Iterator[bytes]) -> Iterator[bytes]:
    """The records in as many messages as they need, signed in one chain as the question is."""
    signing, size = None, 0
    waiting: list[bytes] = []
    for each in records:
        if size + len(each) > MESSAGE_BYTES:
            message, signing = _message(asked, waiting, signing)
            yield message
            waiting, size = [], 0
        waiting.append(each)
        size += len(each)
    yield _message(asked, waiting, signing)[0]


def _message(
    asked: dns.message.Message, records: list[bytes], signing: Any, rcode: int = 0
) -> tuple[bytes, Any]:
    flags = dns.flags.QR | (0 if rcode else dns.flags.AA) | (asked.flags & dns.flags.RD) | rcode
    made = _Renderer(asked.id, flags | (asked.opcode() << 11))
    for question in asked.question:
        made.add_question(question.name, question.rdtype, question.rdclass)
    made.output.write(b"".join(records))
    made.counts[dns.renderer.ANSWER] = len(records)
    made.write_header()
    if asked.had_tsig:
        key = asked.keyring
        signing = made.add_multi_tsig(
            signing, key.name, key, FUDGE_S, asked.id, 0, b"", asked.mac, key.algorithm
        )
    return made.get_wire(), signing


def _refusal(asked: dns.message.Message, rcode: int) -> Iterator[bytes]:
    yield _message(asked, [], None, rcode)[0]


def _bare(packet: bytes, rcode: int) -> bytes:
    """A head that says only what went wrong, for a message that cannot be trusted or read."""
    return packet[:2] + bytes([0x80 | packet[2] & 0x78, rcode]) + bytes(8)


def _is_query(packet: bytes) -> bool:
    """Responses and scraps are not answered: two servers would talk to each other for ever."""
    return len(packet) >= 12 and not packet[2] & 0x80


def soa(serial: int) -> bytes:
    """The zone's SOA as bytes of a message."""
    return record(rpz.head(serial)[1])


def record(line: str) -> bytes:
    """A line of a zone as bytes of a message whose question begins with the zone's name."""
    owner, kind, data = line.split(" ", 2)
    name = _TO_ZONE if owner == "@" else names.wire(owner.encode()) + _TO_ZONE
    return name + _data(kind, data)


@lru_cache(maxsize=4096)
def _data(kind: str, data: str) -> bytes:
    """Type, class, TTL and data: nearly always the same few."""
    rdtype = dns.rdatatype.from_text(kind)
    wire = dns.rdata.from_text(dns.rdataclass.IN, rdtype, data).to_wire() or b""
    return struct.pack("!2HIH", rdtype, dns.rdataclass.IN, rpz.TTL, len(wire)) + wire
