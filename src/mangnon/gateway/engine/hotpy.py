"""The hot path in plain Python: the reference of the compiled one, and what runs without it.

One packet in, the answer out, or None when somebody slower must look at it (a name not in the
cache, an unusual question). Tricks, each measured in `bench/gateway.py`:

- the answer to a packet is remembered under its bytes behind the id, for the group that asked: the
  next such packet costs one look-up. What is remembered lasts a second for cached answers (then
  their TTLs are counted down) and as long as the table for blocked ones.
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
_TTL = struct.Struct("!I")
QTYPES = {1: "A", 28: "AAAA", 65: "HTTPS", 64: "SVCB", 5: "CNAME", 16: "TXT", 15: "MX", 12: "PTR"}


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
    """Since the last taking: answers by (group, category; blank for open), and what went up."""

    answers: dict[tuple[int, str], int] = field(default_factory=dict)
    up: int = 0
    over: int = 0  # packets beyond what one client may send in a second


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


Key = tuple[bytes, int, bool, bool]
# Under (packet behind the id, group): it lasts until, the answer behind the id, it counts under,
# the response whose TTLs stand in it.
_Known = tuple[float, bytes, tuple[int, str], Kept | None]


class Hot:
    """`decide` for one packet, `batch` for a socket. `special` names always go up.

    cache: what an earlier one kept, taken over as it is (verdicts are not kept in it); per_client:
    packets that one address may send in a second, 0 for any number.
    """

    def __init__(
        self,
        index: Index,
        table: Table,
        answers: Answers,
        special: Mapping[bytes, object] | None = None,
        *,
        cache: dict[Key, Kept] | None = None,
        per_client: int = 0,
    ) -> None:
        self._judge, self._table, self._answers = Judge(index, table), table, answers
        self._special = special or {}
        self._counted = Counted()
        self._known: dict[tuple[bytes, int], _Known] = {}
        self.cache: dict[Key, Kept] = {} if cache is None else cache
        self._groups: dict[str, int] = {}
        self._per_client, self._second = per_client, 0
        self._spent: dict[str, int] = {}

    def decide(
        self, packet: bytes, address: bytes, now: float, *, stream: bool = False
    ) -> bytes | None:
        """The answer to a packet from a client address (4 or 16 bytes); None: it goes up.

        stream: it came by TCP, where an answer may have any length.
        """
        return self._decide(packet, self._table.group_of(address), now, stream)

    def decide_for(self, packet: bytes, group: int, now: float) -> bytes | None:
        """The answer by stream to a client whose group is known otherwise than by its address."""
        return self._decide(packet, group, now, stream=True)

    def batch(
        self, sock: socket.socket, most: int, now: float
    ) -> list[tuple[bytes, tuple[str, int]]]:
        """Answer up to `most` waiting packets of a non-blocking socket; returns what goes up."""
        receive, send, known, groups = sock.recvfrom, sock.sendto, self._known, self._groups
        counts, up = self._counted.answers, []
        limit, spent = self._per_client, self._spent
        if limit and int(now) != self._second:
            self._second = int(now)
            spent.clear()
        try:
            for _ in range(most):
                packet, address = receive(4096)
                if limit:
                    count = spent[address[0]] = spent.get(address[0], 0) + 1
                    if count > limit:
                        self._over(sock, packet, address, count)
                        continue
                group = groups.get(address[0])
                if group is None:
                    group = self._group(address[0])
                found = known.get((packet[2:], group))
                if found is not None and found[0] <= now:
                    found = self._aged(packet, group, found, now)
                if found is not None:
                    send(packet[:2] + found[1], address)
                    counts[found[2]] = counts.get(found[2], 0) + 1
                    continue
                answer = self._decide(packet, group, now)
                if answer is None:
                    up.append((packet, address))
                else:
                    send(answer, address)
        except OSError:
            pass  # nothing waits any more, or a client cannot be reached: what came goes up
        return up

    def _aged(self, packet: bytes, group: int, found: _Known, now: float) -> _Known | None:
        """A remembered answer with its TTLs counted down to this second; None: it is over."""
        _, answer, counted, kept = found
        if kept is None or kept.ends_at <= now:
            return None
        body, age = bytearray(answer), int(now - kept.put_at)
        for at in kept.offsets:
            (ttl,) = _TTL.unpack_from(kept.body, at - 2)
            _TTL.pack_into(body, at - 2, max(ttl - age, 0))
        aged = (float(int(now) + 1), bytes(body), counted, kept)
        self._known[packet[2:], group] = aged
        return aged

    def _over(
        self, sock: socket.socket, packet: bytes, address: tuple[str, int], count: int
    ) -> None:
        """Beyond the limit every other packet is told to come by TCP, where no address is forged;
        the rest get nothing. Neither is longer than what was asked."""
        self._counted.over += 1
        question = message.read_question(packet) if count % 2 else None
        if question is not None:
            sock.sendto(message.truncated(packet, question), address)

    def _group(self, host: str) -> int:
        if len(self._groups) > MOST_REMEMBERED:
            self._groups.clear()
        group = self._table.group_of(ipaddress.ip_address(host.partition("%")[0]).packed)
        self._groups[host] = group
        return group

    def _decide(self, packet: bytes, group: int, now: float, stream: bool = False) -> bytes | None:
        answer = self._answer(packet, group, now, stream)
        if answer is None:
            self._counted.up += 1
        return answer

    def _answer(self, packet: bytes, group: int, now: float, stream: bool) -> bytes | None:
        question = message.read_question(packet)
        if question is None or question.qclass != message.IN or not question.name:
            return None
        judged = self._judge.judge(question.name, group, self._asking(question, group))
        if judged.blocked:
            return self.block(packet, question, judged.category, group)
        if question.name in self._special:
            return None
        kept = self.kept(question, now)
        if kept is None:
            return None
        return self.finish(packet, question, kept, group, now, stream=stream)

    def finish(
        self,
        packet: bytes,
        question: Question,
        kept: Kept,
        group: int,
        now: float,
        *,
        stream: bool = False,
    ) -> bytes:
        """The answer of an open name from a kept response, judged by the names it leads to."""
        if kept.targets:
            asking = self._asking(question, group)
            judged = self._judge.judge_way(question.name, kept.targets, group, asking)
            if judged.blocked:
                until = float(int(now) + 1)
                return self.block(packet, question, judged.category, group, until)
        most = 65_535 if stream else question.payload
        answer = self._from_cache(packet, question, kept, now, most)
        if stream:
            self._count((group, ""))
            return answer
        whole = kept if len(answer) >= len(kept.body) + 2 else None
        return self.remember(packet, group, answer, float(int(now) + 1), "", kept=whole)

    def _asking(self, question: Question, group: int) -> Asking:
        return Asking(QTYPES.get(question.qtype, str(question.qtype)), self._clients(group))

    def _clients(self, group: int) -> frozenset[str]:
        return frozenset({self._table.groups[group]})

    def block(
        self,
        packet: bytes,
        question: Question,
        category: str,
        group: int,
        until: float = float("inf"),
    ) -> bytes:
        """The answer to a blocked question, remembered and counted."""
        answer = message.blocked(
            packet,
            question,
            mode=self._answers.mode,
            v4=self._answers.v4,
            v6=self._answers.v6,
            ede=message.EDE_FILTERED,
            text=text_of(self._answers, category, self._table.groups[group]),
        )
        return self.remember(packet, group, answer, until, category)

    def remember(
        self,
        packet: bytes,
        group: int,
        answer: bytes,
        until: float,
        category: str,
        *,
        kept: Kept | None = None,
    ) -> bytes:
        """Answer the same packet from the same group with the same bytes until then; counts it.

        kept: the answer is this response; it may be said longer, with its TTLs counted down.
        """
        key = (group, category)
        self._count(key)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[packet[2:], group] = (until, answer[2:], key, kept)
        return answer

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys of the groups, by number."""
        return self._table.groups

    def group_of(self, address: bytes) -> int:
        """The number of the group of a client address of 4 or 16 bytes."""
        return self._table.group_of(address)

    def kept(self, question: Question, now: float) -> Kept | None:
        """What is kept for a question and still holds."""
        kept = self.cache.get(key_of(question))
        return kept if kept is not None and kept.ends_at > now else None

    def wrapped(self, response: bytes, ttl: float, now: float) -> Kept:
        """A response made here, to `finish` with; it is kept for nobody else."""
        return Kept(response[2:], offsets_of_ttls(response), now, now + ttl)

    def _count(self, key: tuple[int, str]) -> None:
        self._counted.answers[key] = self._counted.answers.get(key, 0) + 1

    def put(
        self,
        question: Question,
        response: bytes,
        ttl: float,
        now: float,
        *,
        targets: tuple[bytes, ...] = (),
        ede: int | None = None,
        text: bytes = b"",
    ) -> Kept:
        """Keep a response (without OPT) for `ttl` seconds. Raises BadResponse for damaged ones.

        targets: lower-case wire names that it leads to.
        """
        offsets = offsets_of_ttls(response)
        if len(self.cache) >= MOST_CACHED:
            self.cache.pop(next(iter(self.cache)))
        kept = Kept(response[2:], offsets, now, now + ttl, targets, ede, text)
        self.cache[key_of(question)] = kept
        return kept

    def _from_cache(
        self, packet: bytes, question: Question, kept: Kept, now: float, most: int
    ) -> bytes:
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

    def taken(self) -> Counted:
        """The counters since the last taking; they begin anew."""
        taken, self._counted = self._counted, Counted()
        return taken


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
