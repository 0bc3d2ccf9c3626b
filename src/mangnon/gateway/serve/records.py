"""Responses of upstreams: taken apart whole, checked, put together anew (RFC 1035 4).

Nothing of an upstream's bytes reaches a client unread: names are decompressed with pointers that
may only lead backwards (so that no loop exists), lengths are checked, and what was not asked for is
left out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from mangnon.gateway.engine import message
from mangnon.gateway.engine.message import AAAA, CNAME, HTTPS, NS, OPT, PTR, SOA, SVCB, A

MX, SRV, DNAME, RRSIG = 15, 33, 39, 46
MOST_TTL = 0x7FFFFFFF
# Types whose data hold names that may be compressed (RFC 3597 4): bytes before, names, bytes after.
_NAMES = {CNAME: (0, 1, 0), NS: (0, 1, 0), PTR: (0, 1, 0), MX: (2, 1, 0), SOA: (0, 2, 20)}
_ECH = 5


class BadReply(ValueError):
    """A response that is damaged or answers something else."""


@dataclass(frozen=True, slots=True)
class Record:
    """owner: lower-case wire bytes without the root; data: without compression."""

    owner: bytes
    kind: int
    ttl: int
    data: bytes
    of_class: int = message.IN


@dataclass(frozen=True, slots=True)
class Reply:
    """A response as far as it matters: `name` keeps the letters as they came (0x20)."""

    ident: bytes
    flags: int
    rcode: int
    name: bytes
    qtype: int
    answers: tuple[Record, ...]
    authority: tuple[Record, ...]

    @property
    def truncated(self) -> bool:
        return bool(self.flags & message.TC)


def read_reply(packet: bytes) -> Reply:
    """Raises BadReply."""
    try:
        return _reply(packet)
    except (struct.error, IndexError):
        raise BadReply("bản tin bị cắt") from None


def _reply(packet: bytes) -> Reply:
    flags, questions, answers, authority, additional = struct.unpack_from("!5H", packet, 2)
    if not flags & message.QR or questions != 1:
        raise BadReply("không phải câu trả lời cho một câu hỏi")
    name, at = read_name(packet, message.HEADER)
    qtype, _ = struct.unpack_from("!2H", packet, at)
    at += 4
    if flags & message.TC:  # what stands behind may be cut anywhere; it is asked for again by TCP
        return Reply(packet[:2], flags, flags & 15, name, qtype, (), ())
    first, at = _section(packet, at, answers)
    second, at = _section(packet, at, authority)
    third, _ = _section(packet, at, additional)
    extended = [record.ttl >> 24 << 4 for record in third if record.kind == OPT]
    rcode = (flags & 15) | (extended[0] if extended else 0)
    return Reply(packet[:2], flags, rcode, name, qtype, tuple(first), tuple(second))


def _section(packet: bytes, at: int, count: int) -> tuple[list[Record], int]:
    records = []
    for _ in range(count):
        owner, at = read_name(packet, at)
        kind, of_class, ttl, length = struct.unpack_from("!2HIH", packet, at)
        at += 10
        if at + length > len(packet):
            raise BadReply("dữ liệu dài hơn bản tin")
        if kind != OPT and ttl > MOST_TTL:
            ttl = 0  # RFC 2181 8
        data = _plain_data(packet, at, kind, length)
        records.append(Record(owner.lower(), kind, ttl, data, of_class))
        at += length
    return records, at


def _plain_data(packet: bytes, at: int, kind: int, length: int) -> bytes:
    if kind not in _NAMES:
        return packet[at : at + length]
    before, count, after = _NAMES[kind]
    data, place, end = packet[at : at + before], at + before, at + length
    for _ in range(count):
        name, place = read_name(packet, place)
        data += name + b"\0"
    if place + after != end:
        raise BadReply("dữ liệu sai độ dài")
    return data + packet[place:end]


def read_name(packet: bytes, at: int) -> tuple[bytes, int]:
    """A name (wire bytes, letters as they are, no root byte) and where it ends in the packet."""
    parts: list[bytes] = []
    size, end, least = 0, -1, at
    while True:
        length = packet[at]
        if length >= 0xC0:
            pointed = (length & 0x3F) << 8 | packet[at + 1]
            if end < 0:
                end = at + 2
            if pointed >= least:
                raise BadReply("con trỏ nén không lùi về trước")
            at = least = pointed
            continue
        if length > 63:
            raise BadReply("nhãn lạ trong tên")
        if not length:
            return b"".join(parts), end if end >= 0 else at + 1
        label = packet[at : at + 1 + length]
        size += len(label)
        if len(label) != 1 + length or size > 254:
            raise BadReply("tên quá dài")
        parts.append(label)
        at += 1 + length


def body(
    question: message.Question,
    *,
    rcode: int,
    answers: tuple[Record, ...],
    authority: tuple[Record, ...] = (),
    authentic: bool = False,
) -> bytes:
    """A whole response without OPT, id 0: names compressed where they repeat."""
    flags = message.QR | message.RA | message.RD | (message.AD if authentic else 0) | (rcode & 15)
    head = struct.pack("!6H", 0, flags, 1, len(answers), len(authority), 0)
    out = bytearray(head + question.name + b"\0" + struct.pack("!2H", question.qtype, 1))
    places: dict[bytes, int] = {}
    _remember_places(places, question.name, message.HEADER, len(question.name))
    for record in (*answers, *authority):
        _put_name(out, places, record.owner)
        out += struct.pack("!2HI", record.kind, record.of_class, record.ttl)
        length_at = len(out)
        out += b"\0\0"
        _put_data(out, places, record)
        struct.pack_into("!H", out, length_at, len(out) - length_at - 2)
    return bytes(out)


def _put_data(out: bytearray, places: dict[bytes, int], record: Record) -> None:
    if record.kind in _NAMES and _NAMES[record.kind][0] == 0:
        data, at = record.data, 0
        for _ in range(_NAMES[record.kind][1]):
            name, at = read_name(data, at)
            _put_name(out, places, name)
        out += data[at:]
    else:
        out += record.data


def _put_name(out: bytearray, places: dict[bytes, int], name: bytes) -> None:
    """Write a name, its longest known ending as a pointer."""
    at = 0
    while at < len(name) and name[at:].lower() not in places:
        at += name[at] + 1
    begun = len(out)
    out += name[:at]
    out += struct.pack("!H", 0xC000 | places[name[at:].lower()]) if at < len(name) else b"\0"
    _remember_places(places, name, begun, at)


def _remember_places(places: dict[bytes, int], name: bytes, begun: int, end: int) -> None:
    """Where the endings of a name stand that begin before `end`; a pointer has 14 bits."""
    at = 0
    while at < end:
        if begun + at < 0x3FFF:
            places.setdefault(name[at:].lower(), begun + at)
        at += name[at] + 1


def wanted(reply: Reply, name: bytes, qtype: int) -> tuple[tuple[Record, ...], tuple[bytes, ...]]:
    """The answers on the way from the name asked, and the names that it leads to, in order.

    Everything that is not on the way is left out: it was not asked for (RFC 5452 6).
    """
    way, at = [name], name
    while target := _target(reply.answers, at):
        if target in way or len(way) > 16:
            raise BadReply("CNAME chạy vòng")
        way.append(target)
        at = target
    kept = [
        record
        for record in reply.answers
        if (record.owner in way and record.of_class == message.IN)
        or (record.kind in (DNAME, RRSIG) and _above(record.owner, way))
    ]
    if qtype == CNAME:
        return tuple(record for record in kept if record.owner == name), ()
    further = [
        target.lower()
        for record in kept
        if record.kind in (SVCB, HTTPS) and (target := _service_target(record.data))
    ]
    return tuple(kept), tuple(dict.fromkeys([*way[1:], *further]))


def _target(answers: tuple[Record, ...], owner: bytes) -> bytes:
    for record in answers:
        if record.kind == CNAME and record.owner == owner:
            return read_name(record.data, 0)[0].lower()
    return b""


def _above(owner: bytes, way: list[bytes]) -> bool:
    return any(name.endswith(owner) for name in way)


def _service_target(data: bytes) -> bytes:
    try:
        return read_name(data, 2)[0]
    except (IndexError, BadReply):
        return b""


def without_ech(record: Record) -> Record:
    """An HTTPS or SVCB record without its key for hidden names (RFC 9848): with it, a browser would
    hide from the school's own devices which site it opens. Damaged ones raise BadReply."""
    try:
        _, at = read_name(record.data, 2)
        kept = record.data[:at]
        while at < len(record.data):
            key, length = struct.unpack_from("!2H", record.data, at)
            if at + 4 + length > len(record.data):
                raise BadReply("tham số dài hơn bản ghi")
            if key != _ECH:
                kept += record.data[at : at + 4 + length]
            at += 4 + length
    except (IndexError, struct.error):
        raise BadReply("bản ghi HTTPS bị cắt") from None
    return replace(record, data=kept)


def addresses_in(record: Record) -> list[bytes]:
    """The packed addresses that a record leads to: of A, AAAA, and the hints of HTTPS and SVCB."""
    if record.kind in (A, AAAA):
        return [record.data]
    if record.kind not in (HTTPS, SVCB):
        return []
    found, (_, at) = [], read_name(record.data, 2)
    while at + 4 <= len(record.data):
        key, length = struct.unpack_from("!2H", record.data, at)
        value, size = record.data[at + 4 : at + 4 + length], {4: 4, 6: 16}.get(key, 0)
        if size:
            found += [value[each : each + size] for each in range(0, len(value), size)]
        at += 4 + length
    return found
