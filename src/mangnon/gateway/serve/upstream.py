"""Asking the resolvers behind the filter: UDP, TCP where the answer is large, the next on failure.

Against forged answers (RFC 5452, and draft-vixie-dnsext-dns0x20): a random id, a fresh socket with
a port chosen by the kernel for each question, connected so that only the upstream's address is
heard, and letters of random case that the answer must repeat.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from mangnon.gateway.engine import message
from mangnon.gateway.serve.config import Upstream
from mangnon.gateway.serve.records import BadReply, Reply, read_reply

FAILURES_TO_REST = 3
FIRST_REST, LONGEST_REST = 1.0, 30.0
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")


class AllLost(Exception):
    """No upstream answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it goes up. name: lower-case wire bytes."""

    name: bytes
    qtype: int
    dnssec_ok: bool = False
    checking_off: bool = False


@dataclass
class Health:
    """How an upstream has done. It rests after failures, longer each time, and is tried again."""

    upstream: Upstream
    failures: int = 0
    rests_until: float = 0.0
    answered: int = 0

    def well(self) -> None:
        self.failures, self.rests_until = 0, 0.0
        self.answered += 1

    def ill(self, now: float) -> None:
        self.failures += 1
        if self.failures >= FAILURES_TO_REST:
            rest = FIRST_REST * 2 ** min(self.failures - FAILURES_TO_REST, 5)
            self.rests_until = now + min(rest, LONGEST_REST)


@dataclass
class Upstreams:
    """All of them, in the order of the file; those that rest come last."""

    upstreams: tuple[Upstream, ...]
    timeout: float
    healths: list[Health] = field(init=False)

    def __post_init__(self) -> None:
        self.healths = [Health(each) for each in self.upstreams]

    @property
    def all_rest(self) -> bool:
        now = time.monotonic()
        return all(health.rests_until > now for health in self.healths)

    async def ask(self, asked: Asked) -> Reply:
        """The first usable reply. Raises AllLost when there is none; a reply of SERVFAIL or REFUSED
        is given only when no other upstream knows better."""
        poor: Reply | None = None
        for health in self._order():
            try:
                async with asyncio.timeout(self.timeout):
                    reply = await exchange(asked, health.upstream)
            except (OSError, TimeoutError, BadReply, asyncio.IncompleteReadError):
                health.ill(time.monotonic())
                continue
            health.well()
            if reply.rcode in (message.NOERROR, message.NXDOMAIN):
                return reply
            poor = poor or reply
        if poor is None:
            raise AllLost
        return poor

    def _order(self) -> Iterator[Health]:
        now = time.monotonic()
        yield from sorted(self.healths, key=lambda health: health.rests_until > now)


async def exchange(asked: Asked, upstream: Upstream) -> Reply:
    """One question to one upstream, by TCP when UDP says so. Raises OSError, BadReply."""
    packet = question_packet(asked, mixed=upstream.zero_x20)
    reply = await _by_udp(packet, upstream)
    if reply is None or reply.truncated:
        reply = await _by_tcp(packet, upstream)
    return reply


def question_packet(asked: Asked, *, mixed: bool) -> bytes:
    """The question with a random id, random letters, and EDNS with our payload of 1232 bytes."""
    flags = message.RD | (message.CD if asked.checking_off else 0)
    head = secrets.token_bytes(2) + struct.pack("!5H", flags, 1, 0, 0, 1)
    name = _mixed(asked.name) if mixed else asked.name
    tail = b"\0" + struct.pack("!2H", asked.qtype, message.IN)
    return head + name + tail + message.opt_record(dnssec_ok=asked.dnssec_ok)


def _mixed(name: bytes) -> bytes:
    """Each letter in upper case by the toss of a coin. Lengths are below 64 and no letters."""
    coins = secrets.randbits(len(name) or 1)
    return bytes(
        byte - 32 if byte in _LETTERS and coins >> place & 1 else byte
        for place, byte in enumerate(name)
    )


async def _by_udp(packet: bytes, upstream: Upstream) -> Reply | None:
    """The reply; None when letters do not match and TCP must tell whether it is forged."""
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in upstream.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect((upstream.address, upstream.port))
        sock.send(packet)
        while True:
            said = matching(packet, await loop.sock_recv(sock, 4096))
            if said is not None:
                return said if said.name == _name_of(packet) else None


def matching(packet: bytes, raw: bytes) -> Reply | None:
    """The reply if it is one to this question but for its letters; others are not listened to."""
    if raw[:2] != packet[:2]:
        return None
    try:
        reply = read_reply(raw)
    except BadReply:
        return None
    end = message.HEADER + len(reply.name)
    same_name = reply.name.lower() == packet[message.HEADER : end].lower() and packet[end] == 0
    same_type = packet[end + 1 : end + 3] == struct.pack("!H", reply.qtype)
    return reply if same_name and same_type else None


def _name_of(packet: bytes) -> bytes:
    at = message.HEADER
    while packet[at]:
        at += packet[at] + 1
    return packet[message.HEADER : at]


async def _by_tcp(packet: bytes, upstream: Upstream) -> Reply:
    reader, writer = await asyncio.open_connection(upstream.address, upstream.port)
    try:
        writer.write(struct.pack("!H", len(packet)) + packet)
        await writer.drain()
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        reply = matching(packet, await reader.readexactly(length))
    finally:
        writer.close()
    if reply is None or reply.truncated:
        raise BadReply("câu trả lời không khớp câu hỏi")
    return reply
