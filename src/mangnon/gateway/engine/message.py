"""DNS messages of the hot path: read a plain question, write a short answer.

Only what nearly all clients send is read here (RFC 1035 4.1, RFC 6891): one question, no
compression, at most an OPT record behind it. Anything else is for the slow road: `read_question`
returns None and the caller decides. Every length is checked before it is used.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

A, NS, CNAME, SOA, PTR, TXT, AAAA, OPT, SVCB, HTTPS, ANY = 1, 2, 5, 6, 12, 16, 28, 41, 64, 65, 255
IN = 1
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = 0, 1, 2, 3, 4, 5
QR, AA, TC, RD, RA, AD, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0020, 0x0010
DO = 0x8000
TOLD_MAC = 65001  # the EDNS option of dnsmasq's `add-mac`, of those for local use (RFC 6891 9)
EDE = 15  # the EDNS option that carries an Extended DNS Error (RFC 8914)
EDE_BLOCKED, EDE_CENSORED, EDE_FILTERED, EDE_STALE = 15, 16, 17, 3
LEAST_UDP, OUR_UDP = 512, 1232
HEADER = 12
BLOCK_TTL = 10
_POINTER = b"\xc0\x0c"  # to the name of the question


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked.

    name: lower-case wire bytes without the root; end: where the question ends in the packet;
    payload: what the client takes by UDP; edns: whether it spoke EDNS.
    """

    name: bytes
    qtype: int
    qclass: int
    flags: int
    end: int
    edns: bool
    dnssec_ok: bool
    payload: int


def read_question(packet: bytes) -> Question | None:
    """The question of a usual query; None for everything else."""
    if len(packet) < HEADER + 5:
        return None
    flags, questions, answers, authorities, additional = struct.unpack_from("!5H", packet, 2)
    if flags & 0xF800 or questions != 1 or answers or authorities or additional > 1:
        return None
    at = HEADER
    while length := packet[at]:
        at += length + 1
        if length > 63 or at + 5 > len(packet):
            return None
    if at - HEADER > 254:
        return None
    qtype, qclass = struct.unpack_from("!2H", packet, at + 1)
    end = at + 5
    edns, dnssec_ok, payload = False, False, LEAST_UDP
    if additional:
        # Root name, OPT, payload, extended code, version, flags, length of options.
        if len(packet) < end + 11 or packet[end] or packet[end + 6]:
            return None
        kind, payload, _, _, bits, options = struct.unpack_from("!2H2B2H", packet, end + 1)
        if kind != OPT or end + 11 + options != len(packet):
            return None
        edns, dnssec_ok = True, bool(bits & DO)
        payload = min(max(payload, LEAST_UDP), OUR_UDP)
    elif len(packet) != end:
        return None
    name = packet[HEADER:at].lower()
    return Question(name, qtype, qclass, flags, end, edns, dnssec_ok, payload)


def told_mac(packet: bytes, question: Question) -> bytes:
    """The MAC of whom a router asks for, as dnsmasq tells it (`add-mac`); empty when not told."""
    at = question.end + 11
    while question.edns and at + 4 <= len(packet):
        code, length = struct.unpack_from("!2H", packet, at)
        if code == TOLD_MAC:
            return packet[at + 4 : at + 10] if length == 6 and at + 10 <= len(packet) else b""
        at += 4 + length
    return b""


def mac_in(packet: bytes) -> bytes:
    """The same, of a packet that was not read yet."""
    question = read_question(packet)
    return told_mac(packet, question) if question is not None else b""


def answer_head(packet: bytes, question: Question, *, rcode: int, answers: int, more: int) -> bytes:
    """The header and the question as it was asked, with the same letters (0x20)."""
    flags = QR | RA | (question.flags & (RD | CD)) | rcode
    counts = struct.pack("!5H", flags, 1, answers, 0, more)
    return packet[:2] + counts + packet[HEADER : question.end]


def opt_record(*, dnssec_ok: bool = False, ede: int | None = None, text: bytes = b"") -> bytes:
    """Our OPT record, with an Extended DNS Error where there is one to tell."""
    options = b""
    if ede is not None:
        options = struct.pack("!3H", EDE, 2 + len(text), ede) + text
    bits = DO if dnssec_ok else 0
    return b"\0" + struct.pack("!2H2B2H", OPT, OUR_UDP, 0, 0, bits, len(options)) + options


def blocked(
    packet: bytes, question: Question, *, mode: str, v4: bytes, v6: bytes, ede: int, text: bytes
) -> bytes:
    """The answer to a blocked question.

    mode `page`: the page's address for A and AAAA, nothing for other types (an HTTPS record would
    lead past the page); `null`: 0.0.0.0 and ::; `nxdomain`: no such name. v4 and v6 are 4 and 16
    bytes, or empty where the page has no such address. text: at most 200 bytes of UTF-8.
    """
    more = opt_record(dnssec_ok=question.dnssec_ok, ede=ede, text=text) if question.edns else b""
    rcode = NXDOMAIN if mode == "nxdomain" else NOERROR
    data = b""
    if rcode == NOERROR and question.qclass == IN:
        data = {A: v4, AAAA: v6}.get(question.qtype, b"")
    record = b""
    if data:
        head = struct.pack("!2HIH", question.qtype, IN, BLOCK_TTL, len(data))
        record = _POINTER + head + data
    head = answer_head(packet, question, rcode=rcode, answers=bool(data), more=bool(more))
    return head + record + more


def error(packet: bytes, question: Question | None, rcode: int) -> bytes:
    """An answer that says only what went wrong; the question is repeated where it was read."""
    if question is not None:
        more = opt_record() if question.edns else b""
        return answer_head(packet, question, rcode=rcode, answers=0, more=bool(more)) + more
    opcode = packet[2] & 0x78
    return packet[:2] + bytes([0x80 | opcode, 0x80 | rcode]) + bytes(8)


def truncated(packet: bytes, question: Question) -> bytes:
    """ "Ask again by TCP": the question with TC set."""
    head = bytearray(answer_head(packet, question, rcode=NOERROR, answers=0, more=0))
    head[2] |= TC >> 8
    return bytes(head)
