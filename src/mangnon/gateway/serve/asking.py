"""A question as it goes up, and which reply belongs to it. Pure.

Against forged answers (RFC 5452, and draft-vixie-dnsext-dns0x20): a random id, and letters of
random case that the answer must repeat.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass

from mangnon.gateway.engine import message
from mangnon.gateway.serve.records import BadReply, Reply, read_reply

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_PADDING, _BLOCK = 12, 128


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it goes up. name: lower-case wire bytes."""

    name: bytes
    qtype: int
    dnssec_ok: bool = False
    checking_off: bool = False


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


def padded(packet: bytes) -> bytes:
    """A question of ours, filled up so that its length does not tell its name (RFC 8467 4.1)."""
    spare = -(len(packet) + 4) % _BLOCK
    padding = struct.pack("!3H", 4 + spare, _PADDING, spare) + bytes(spare)
    return packet[:-2] + padding  # the length of our OPT, without options, stands last


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


def name_of(packet: bytes) -> bytes:
    at = message.HEADER
    while packet[at]:
        at += packet[at] + 1
    return packet[message.HEADER : at]
