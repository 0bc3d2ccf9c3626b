"""What the hot path is made of: how blocked names are answered, what is kept, what is counted."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from mangnon.gateway.engine import message
from mangnon.gateway.engine.message import Question
from mangnon.gateway.engine.top import Named

Key = tuple[bytes, int, bool, bool]


@dataclass(frozen=True)
class Answers:
    """How a blocked question is answered. texts: (category, group key) -> words for the EDE."""

    mode: str = "page"
    v4: bytes = b""
    v6: bytes = b""
    texts: Callable[[str, str], str] = lambda category, group: f"{category} ({group})"

    @staticmethod
    def for_page(mode: str, v4: str, v6: str, texts: Callable[[str, str], str]) -> Answers:
        if mode == "null":
            return Answers(mode, bytes(4), bytes(16), texts)
        packed = [ipaddress.ip_address(each).packed if each else b"" for each in (v4, v6)]
        return Answers(mode, packed[0], packed[1], texts)


def text_of(answers: Answers, category: str, group: str) -> bytes:
    """The words of a blocked answer: at most 200 bytes of whole letters."""
    return answers.texts(category, group).encode()[:200].decode(errors="ignore").encode()


@dataclass
class Counted:
    """Since the last taking: answers by (group, word), and what went up.

    word: blank for an open name; a category, `own`, `ordered` or a service that blocked it; after
    `+` what would block it for others, after `=` what an allowance opened, after `?` what it looks
    like. top: names with enough askers, on the local date `day`.
    """

    answers: dict[tuple[int, str], int] = field(default_factory=dict)
    up: int = 0
    over: int = 0  # packets beyond what one client may send in a second
    top: dict[Named, int] = field(default_factory=dict)
    day: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response without id; `offsets` are where its TTLs stand. Times in seconds, monotonic.

    targets: the names that it leads to, judged for each group that asks; ede, text: an Extended
    DNS Error to tell with it.
    """

    body: bytes
    offsets: tuple[int, ...]
    put_at: float
    ends_at: float
    targets: tuple[bytes, ...] = ()
    ede: int | None = None
    text: bytes = b""


# Under the packet behind the id, for a group: it lasts until, the answer behind the id, it counts
# under, the response whose TTLs stand in it, its entry among the names blocked most. Where the
# answer is the same for many names: its head, what stands behind the question, and the place
# before the end of the packet where the question ends.
Remembered = tuple[
    float, bytes, tuple[int, str], Kept | None, list[int] | None, bytes | None, int | None
]
FOREVER = float("inf")


class CountedDown:
    """Answers of kept responses, id left out, with the TTLs of this second. Groups that ask the
    same hear the same: it is counted down once for all of them."""

    def __init__(self) -> None:
        self._second = 0
        self._said: dict[bytes, tuple[Kept, bytes]] = {}

    def answer(self, asked: bytes, answer: bytes, kept: Kept, now: float) -> bytes:
        """asked: the packet behind its id; answer: what was said to it before."""
        if int(now) != self._second:
            self._second = int(now)
            self._said.clear()
        said = self._said.get(asked)
        if said is not None and said[0] is kept:
            return said[1]
        body, age = bytearray(answer), int(now - kept.put_at)
        for at in kept.offsets:
            ttl = struct.unpack_from("!I", kept.body, at - 2)[0]
            struct.pack_into("!I", body, at - 2, max(ttl - age, 0))
        self._said[asked] = kept, bytes(body)
        return bytes(body)


def said_from(packet: bytes, question: Question, kept: Kept, now: float, most: int) -> bytes:
    """The kept response with the asker's id, letters and flags, TTLs counted down."""
    body, age = bytearray(packet[:2] + kept.body), int(now - kept.put_at)
    for at in kept.offsets:
        ttl = struct.unpack_from("!I", body, at)[0]
        struct.pack_into("!I", body, at, max(ttl - age, 0))
    body[message.HEADER : question.end] = packet[message.HEADER : question.end]
    body[2] = (body[2] & ~(message.RD >> 8)) | (packet[2] & (message.RD >> 8))
    body[3] = (body[3] & ~message.CD) | (packet[3] & message.CD)
    if question.edns:
        body[11] = 1
        body += message.opt_record(dnssec_ok=question.dnssec_ok, ede=kept.ede, text=kept.text)
    if len(body) > most:
        return message.truncated(packet, question)
    return bytes(body)


def key_of(question: Question) -> Key:
    """Under what a response is kept: DNSSEC data and unchecked answers stand apart."""
    unchecked = bool(question.flags & message.CD)
    return question.name, question.qtype, question.dnssec_ok, unchecked


class BadResponse(ValueError):
    """A response that cannot be kept."""


def offsets_of_ttls(response: bytes) -> tuple[int, ...]:
    """Where the TTLs of a response without OPT stand. Raises BadResponse for damaged ones."""
    try:
        return tuple(_ttls(response))
    except (IndexError, struct.error):
        raise BadResponse("bản tin trả lời bị cắt") from None


def _ttls(response: bytes) -> list[int]:
    questions, *counts = struct.unpack_from("!4H", response, 4)
    if questions != 1:
        raise BadResponse("cần đúng một câu hỏi")
    at, offsets = _skip_name(response, message.HEADER) + 4, []
    for _ in range(sum(counts)):
        at = _skip_name(response, at)
        kind, _, _, length = struct.unpack_from("!2HIH", response, at)
        if kind == message.OPT:
            raise BadResponse("còn bản ghi OPT")
        offsets.append(at + 4)
        at += 10 + length
    if at != len(response):
        raise BadResponse("thừa hoặc thiếu dữ liệu")
    return offsets


def _skip_name(response: bytes, at: int) -> int:
    while True:
        length = response[at]
        if length >= 0xC0:
            return at + 2
        if length > 63:
            raise BadResponse("nhãn lạ trong tên")
        at += length + 1
        if not length:
            return at
