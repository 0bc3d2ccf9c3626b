"""The hot path in plain Python: the reference of the compiled one, and what runs without it.

One packet in, the answer out, or None when somebody slower must look at it (a name not in the
cache, an unusual question). Tricks, each measured in `bench/gateway.py`:

- the answer to a packet is remembered under its bytes behind the id, for the group that asked: the
  next such packet costs one look-up. What is remembered lasts a second for cached answers (their
  TTLs count down) and as long as the table for blocked ones.
- no object is made on the way of a remembered packet but the answer itself.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mangnon.gateway.engine import message
from mangnon.gateway.engine.decide import Asking
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.message import Question
from mangnon.gateway.engine.plan import Table

MOST_REMEMBERED = 200_000
MOST_CACHED = 50_000
_QTYPES = {1: "A", 28: "AAAA", 65: "HTTPS", 64: "SVCB", 5: "CNAME", 16: "TXT", 15: "MX", 12: "PTR"}


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


@dataclass
class Counted:
    """Since the last taking: answers by (group, category; blank for open), and what went up."""

    answers: dict[tuple[int, str], int] = field(default_factory=dict)
    up: int = 0


@dataclass(frozen=True, slots=True)
class _Cached:
    """A response without id; `offsets` are where its TTLs stand. Times in seconds, monotonic."""

    body: bytes
    offsets: tuple[int, ...]
    put_at: float
    ends_at: float


class Hot:
    """`decide` for one packet, `batch` for a socket. `special` names always go up."""

    def __init__(
        self,
        index: Index,
        table: Table,
        answers: Answers,
        special: Mapping[bytes, object] | None = None,
    ) -> None:
        self._judge, self._table, self._answers = Judge(index, table), table, answers
        self._special = special or {}
        self._counted = Counted()
        # (packet behind the id, group) -> (lasts until, answer behind the id, count under)
        self._known: dict[tuple[bytes, int], tuple[float, bytes, tuple[int, str]]] = {}
        self._cache: dict[tuple[bytes, int, bool], _Cached] = {}
        self._groups: dict[str, int] = {}

    def decide(self, packet: bytes, address: bytes, now: float) -> bytes | None:
        """The answer to a packet from a client address (4 or 16 bytes); None: it goes up."""
        return self._decide(packet, self._table.group_of(address), now)

    def batch(
        self, sock: socket.socket, most: int, now: float
    ) -> list[tuple[bytes, tuple[str, int]]]:
        """Answer up to `most` waiting packets of a non-blocking socket; returns what goes up."""
        receive, send, known, groups = sock.recvfrom, sock.sendto, self._known, self._groups
        counts, up = self._counted.answers, []
        try:
            for _ in range(most):
                packet, address = receive(4096)
                group = groups.get(address[0])
                if group is None:
                    group = self._group(address[0])
                found = known.get((packet[2:], group))
                if found is not None and found[0] > now:
                    send(packet[:2] + found[1], address)
                    counts[found[2]] = counts.get(found[2], 0) + 1
                    continue
                answer = self._decide(packet, group, now)
                if answer is None:
                    up.append((packet, address))
                else:
                    send(answer, address)
        except BlockingIOError:
            pass
        return up

    def _group(self, host: str) -> int:
        if len(self._groups) > MOST_REMEMBERED:
            self._groups.clear()
        group = self._table.group_of(ipaddress.ip_address(host.partition("%")[0]).packed)
        self._groups[host] = group
        return group

    def _decide(self, packet: bytes, group: int, now: float) -> bytes | None:
        answer = self._answer(packet, group, now)
        if answer is None:
            self._counted.up += 1
        return answer

    def _answer(self, packet: bytes, group: int, now: float) -> bytes | None:
        question = message.read_question(packet)
        if question is None or question.qclass != message.IN or not question.name:
            return None
        asking = Asking(_QTYPES.get(question.qtype, str(question.qtype)), self._clients(group))
        judged = self._judge.judge(question.name, group, asking)
        if judged.blocked:
            answer = self._blocked(packet, question, judged.category, group)
            return self._remember(packet, group, answer, float("inf"), judged.category)
        if question.name in self._special:
            return None
        cached = self._cache.get((question.name, question.qtype, question.dnssec_ok))
        if cached is None or cached.ends_at <= now or question.flags & message.CD:
            return None
        answer = self._from_cache(packet, question, cached, now)
        return self._remember(packet, group, answer, float(int(now) + 1), "")

    def _clients(self, group: int) -> frozenset[str]:
        return frozenset({self._table.groups[group]})

    def _blocked(self, packet: bytes, question: Question, category: str, group: int) -> bytes:
        text = self._answers.texts(category, self._table.groups[group]).encode()[:200]
        return message.blocked(
            packet,
            question,
            mode=self._answers.mode,
            v4=self._answers.v4,
            v6=self._answers.v6,
            ede=message.EDE_FILTERED,
            text=text,
        )

    def _remember(
        self, packet: bytes, group: int, answer: bytes, until: float, category: str
    ) -> bytes:
        key = (group, category)
        self._counted.answers[key] = self._counted.answers.get(key, 0) + 1
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[packet[2:], group] = (until, answer[2:], key)
        return answer

    def put(self, question: Question, response: bytes, ttl: float, now: float) -> None:
        """Keep a response (without OPT) for `ttl` seconds. `offsets_of_ttls` must accept it."""
        offsets = offsets_of_ttls(response)
        if len(self._cache) >= MOST_CACHED:
            self._cache.pop(next(iter(self._cache)))
        key = (question.name, question.qtype, question.dnssec_ok)
        self._cache[key] = _Cached(response[2:], offsets, now, now + ttl)

    def _from_cache(self, packet: bytes, question: Question, cached: _Cached, now: float) -> bytes:
        """The kept response with the asker's id, letters and flags, TTLs counted down."""
        body, age = bytearray(packet[:2] + cached.body), int(now - cached.put_at)
        for at in cached.offsets:
            ttl = struct.unpack_from("!I", body, at)[0]
            struct.pack_into("!I", body, at, max(ttl - age, 0))
        body[message.HEADER : question.end] = packet[message.HEADER : question.end]
        body[2] = (body[2] & ~(message.RD >> 8)) | (packet[2] & (message.RD >> 8))
        if question.edns:
            body[11] = 1
            body += message.opt_record(dnssec_ok=question.dnssec_ok)
        if len(body) > question.payload:
            return message.truncated(packet, question)
        return bytes(body)

    def taken(self) -> Counted:
        """The counters since the last taking; they begin anew."""
        taken, self._counted = self._counted, Counted()
        return taken


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
