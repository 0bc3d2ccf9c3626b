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
from collections.abc import Callable, Mapping
from functools import lru_cache

from mangnon.gateway.engine import message
from mangnon.gateway.engine.clients import FRESH_S, Clients, Neighbour, nobody
from mangnon.gateway.engine.decide import Asking
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Guess, Judge, no_guess
from mangnon.gateway.engine.kept import (
    FOREVER,
    Answers,
    BadResponse,
    Counted,
    CountedDown,
    Kept,
    Key,
    Remembered,
    key_of,
    offsets_of_ttls,
    said_from,
    text_of,
)
from mangnon.gateway.engine.message import Question
from mangnon.gateway.engine.plan import Trail
from mangnon.gateway.engine.table import Table
from mangnon.gateway.engine.top import Top

__all__ = [
    "Answers",
    "BadResponse",
    "Counted",
    "Hot",
    "Kept",
    "Key",
    "key_of",
    "offsets_of_ttls",
    "text_of",
]

MOST_REMEMBERED = 200_000
MOST_CACHED = 50_000
QTYPES = {1: "A", 28: "AAAA", 65: "HTTPS", 64: "SVCB", 5: "CNAME", 16: "TXT", 15: "MX", 12: "PTR"}

# A trail, a wire name, the key of the group, the word of the verdict.
Note = Callable[[Trail, bytes, str, str], None]
# Its number, its bit in the sketches, what is remembered for it.
_Client = tuple[int, int, dict[bytes, Remembered]]


class Hot:
    """`decide` for one packet, `batch` for a socket. `special` names always go up.

    cache: what an earlier one kept, taken over as it is (verdicts are not kept in it); per_client:
    packets that one client may send in a second, 0 for any number; guess: what a name that nobody
    knows looks like; neighbour: the MAC of an address; note: takes down what a client under a trail
    asks; before: the one whose place this takes, for its sketches of today.
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
        guess: Guess = no_guess,
        neighbour: Neighbour = nobody,
        note: Note | None = None,
        before: Hot | None = None,
    ) -> None:
        self._top: Top
        self.clients: Clients
        self._judge = Judge(index, table, lru_cache(MOST_CACHED)(guess))
        self._table, self._answers = table, answers
        self._special = special or {}
        self._counted, self._note = Counted(day=table.day), note
        self._known: list[dict[bytes, Remembered]] = [{} for _ in table.groups]
        self._remembered, self._counted_down = 0, CountedDown()
        self._templates: dict[Remembered, Remembered] = {}
        self.cache: dict[Key, Kept] = {} if cache is None else cache
        today = before if before is not None and before.day == table.day else None
        self.clients = Clients(table, neighbour, today.clients.salt if today else b"")
        self._numbered = (table.groups, table.services, tuple(index.categories))
        self._top = today._top if today and today._numbered == self._numbered else Top()
        self._known_clients: dict[str, _Client] = {}
        self._fresh_until = 0.0
        self._routers = frozenset(str(ipaddress.ip_address(each)) for each in table.routers)
        self._per_client, self._second = per_client, 0
        self._spent: dict[str, int] = {}

    def decide(
        self, packet: bytes, address: bytes, now: float, *, stream: bool = False
    ) -> bytes | None:
        """The answer to a packet from a client address (4 or 16 bytes); None: it goes up.

        stream: it came by TCP, where an answer may have any length.
        """
        mac = message.mac_in(packet) if address in self._table.routers else b""
        number, bit = self.clients.number(address, mac), 1 << self.clients.bit(address, mac)
        return self._decide(packet, number, now, stream, bit)

    def decide_for(self, packet: bytes, group: int, now: float) -> bytes | None:
        """The answer by stream to a client whose group is known otherwise than by its address.

        group: its number, as `clients.of_token` gives it.
        """
        return self._decide(packet, group, now, stream=True)

    def batch(
        self, sock: socket.socket, most: int, now: float
    ) -> list[tuple[bytes, tuple[str, int]]]:
        """Answer up to `most` waiting packets of a non-blocking socket; returns what goes up."""
        receive, send, clients = sock.recvfrom, sock.sendto, self._known_clients
        counts, up, routers = self._counted.answers, [], self._routers
        limit, spent = self._per_client, self._spent
        if limit and int(now) != self._second:
            self._second = int(now)
            spent.clear()
        if self.clients.by_mac and now >= self._fresh_until:
            self._fresh_until = now + FRESH_S
            clients.clear()
        try:
            for _ in range(most):
                packet, address = receive(4096)
                who = address[0]
                if routers and who.partition("%")[0] in routers:
                    who = f"{who}@{message.mac_in(packet).hex()}"
                if limit:
                    count = spent[who] = spent.get(who, 0) + 1
                    if count > limit:
                        self._over(sock, packet, address, count)
                        continue
                client = clients.get(who)
                if client is None:
                    client = self._client(who)
                found = client[2].get(packet[2:])
                if found is not None and found[0] <= now:
                    found = self._aged(packet, client[0], found, now)
                if found is not None:
                    if found[5] is None:
                        send(packet[:2] + found[1], address)
                    else:
                        send(packet[:2] + found[1] + packet[12 : found[6]] + found[5], address)
                    counts[found[2]] = counts.get(found[2], 0) + 1
                    if found[4] is not None:
                        found[4][0] += 1
                        found[4][1] |= client[1]
                    continue
                answer = self._decide(packet, client[0], now, bit=client[1])
                if answer is None:
                    up.append((packet, address))
                else:
                    send(answer, address)
        except OSError:
            pass  # nothing waits any more, or a client cannot be reached: what came goes up
        return up

    def _aged(self, packet: bytes, group: int, found: Remembered, now: float) -> Remembered | None:
        """A remembered answer with its TTLs counted down to this second; None: it is over."""
        _, answer, counted, kept, *_ = found
        if kept is None or kept.ends_at <= now:
            return None
        body = self._counted_down.answer(packet[2:], answer, kept, now)
        aged = (float(int(now) + 1), body, counted, kept, None, None, None)
        self._known[group][packet[2:]] = aged
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

    def _client(self, who: str) -> _Client:
        """A client as the loop needs it. who: its address, and after `@` the
        MAC that a router told."""
        if len(self._known_clients) > MOST_REMEMBERED:
            self._known_clients.clear()
        number, bit = self.clients.named(who)
        # Nothing is remembered under the number of a client whose trail is open.
        known = self._known[number] if number < len(self._known) else {}
        client = number, 1 << bit, known
        self._known_clients[who] = client
        return client

    def _decide(
        self, packet: bytes, number: int, now: float, stream: bool = False, bit: int = 0
    ) -> bytes | None:
        answer = self._answer(packet, number, now, stream, bit)
        if answer is None:
            self._counted.up += 1
        return answer

    def _answer(
        self, packet: bytes, number: int, now: float, stream: bool, bit: int
    ) -> bytes | None:
        question = message.read_question(packet)
        if question is None or question.qclass != message.IN or not question.name:
            return None
        group, trail = self.clients.group(number), self.clients.trail(number)
        judged = self._judge.judge(question.name, group, self._asking(question, group))
        if trail is not None and self._note is not None:
            self._note(trail, question.name, self._table.groups[group], judged.word)
        if judged.blocked:
            noted = bit and trail is None  # whom a trail is open for does not count for it
            seen = self._top.seen(group, judged.category, question.name) if noted else None
            if seen is not None:
                seen[0] += 1
                seen[1] |= bit
            return self.block(packet, question, judged.category, group, seen=seen)
        if question.name in self._special:
            return None
        kept = self.kept(question, now)
        if kept is None:
            return None
        return self.finish(packet, question, kept, group, now, stream=stream, word=judged.opened)

    def finish(
        self,
        packet: bytes,
        question: Question,
        kept: Kept,
        group: int,
        now: float,
        *,
        stream: bool = False,
        word: str | None = None,
    ) -> bytes:
        """The answer of an open name from a kept response, judged by the names it leads to.

        word: under which the name was judged just now; None: it is judged here, anew.
        """
        if word is None:
            judged = self._judge.judge(question.name, group, self._asking(question, group))
            if judged.blocked:
                return self.block(packet, question, judged.category, group)
            word = judged.opened
        if kept.targets:
            asking = self._asking(question, group)
            judged = self._judge.judge_way(question.name, kept.targets, group, asking)
            if judged.blocked:
                until = float(int(now) + 1)
                return self.block(packet, question, judged.category, group, until)
        most = 65_535 if stream else question.payload
        answer = said_from(packet, question, kept, now, most)
        if stream:
            self._count((group, word))
            return answer
        whole = kept if len(answer) >= len(kept.body) + 2 else None
        return self.remember(packet, group, answer, float(int(now) + 1), word, kept=whole)

    def _asking(self, question: Question, group: int) -> Asking:
        qtype = QTYPES.get(question.qtype, str(question.qtype))
        return Asking(qtype, frozenset({self._table.groups[group]}))

    def block(
        self,
        packet: bytes,
        question: Question,
        category: str,
        group: int,
        until: float = FOREVER,
        *,
        seen: list[int] | None = None,
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
        end = question.end if until == FOREVER else 0
        return self.remember(packet, group, answer, until, category, seen=seen, end=end)

    def remember(
        self,
        packet: bytes,
        group: int,
        answer: bytes,
        until: float,
        word: str,
        *,
        kept: Kept | None = None,
        seen: list[int] | None = None,
        end: int = 0,
    ) -> bytes:
        """Answer the same packet from the same group with the same bytes until then; counts it.

        kept: the answer is this response; it may be said longer, with its TTLs counted down; seen:
        the name's entry among those blocked most; end: where the question ends, when the rest of
        the answer is the same for other names: it is then kept once for all of them.
        """
        key = (group, word)
        self._count(key)
        self._remembered += 1
        if self._remembered > MOST_REMEMBERED:
            self._remembered = 1
            self._templates.clear()
            for each in self._known:
                each.clear()
        found: Remembered = (until, answer[2:], key, kept, seen, None, None)
        if end:
            found = (until, answer[2:12], key, kept, seen, answer[end:], end - len(packet) or None)
            if seen is None:
                found = self._templates.setdefault(found, found)
        self._known[group][packet[2:]] = found
        return answer

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys of the groups, by number."""
        return self._table.groups

    def group_of(self, address: bytes, packet: bytes = b"") -> int:
        """The number of the group of a client address of 4 or 16 bytes. packet: what came from it,
        since a router tells in it for whom it asks."""
        mac = message.mac_in(packet) if packet and address in self._table.routers else b""
        return self.clients.group(self.clients.number(address, mac))

    @property
    def day(self) -> str:
        """The local date for which this was made."""
        return self._table.day

    @property
    def prime(self) -> int:
        """By which this knows names."""
        return self._judge.index.prime

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

    def taken(self) -> Counted:
        """The counters since the last taking; they begin anew."""
        taken, self._counted = self._counted, Counted(day=self.day)
        taken.top = self._top.take()
        return taken
