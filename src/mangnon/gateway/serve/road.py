"""The slow road: everything that the hot path does not answer from what it has.

Fails safe: a question that cannot be answered is answered with SERVFAIL, never past the filter.
"""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from mangnon.gateway.engine import message
from mangnon.gateway.engine.hot import Hot
from mangnon.gateway.engine.hotpy import Kept
from mangnon.gateway.engine.message import Question
from mangnon.gateway.serve import checks
from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.memory import POPULAR, Memory, Told
from mangnon.gateway.serve.records import BadReply, Record, body, read_name
from mangnon.gateway.serve.special import REWRITE_TTL, Elsewhere, Settled, Specials, stays_here
from mangnon.gateway.serve.upstream import AllLost, Upstreams

STALE_TTL = 30  # RFC 8767 4
STALE_KEPT = 5.0  # how long a stale answer stands before the upstreams are asked again
STALE_WORDS = "câu trả lời cũ: chưa hỏi được máy chủ phía trên".encode()
PATIENCE = 1.8  # RFC 8767 5: a client does not wait longer while there is a stale answer
NO_TWIN_KEPT = 60.0
MOST_FLYING = 500  # questions under way at once: each holds a socket, of usually 1,024 a process
MOST_KEPT = 65_000  # what TCP carries, with room for our OPT
AXFR, IXFR, HINFO = 252, 251, 13
BADVERS = 16


@dataclass
class Road:
    """One for each process. `hot` and `specials` are exchanged when a new site is in force."""

    config: Config
    upstreams: Upstreams
    hot: Hot
    specials: Specials
    clock: Callable[[], float] = time.monotonic
    _flying: dict[Asked, asyncio.Task[checks.Checked]] = field(default_factory=dict)
    _memory: Memory = field(default_factory=Memory)

    async def answer(
        self, packet: bytes, address: bytes, *, stream: bool = False, group: str = ""
    ) -> bytes | None:
        """The answer to a packet that the hot path let through; None: it deserves none.

        group: the key of the client's group where it is known otherwise than by the address.
        """
        question = message.read_question(packet)
        if question is None:
            return odd(packet)
        refused = _not_served(packet, question)
        if refused is not None:
            return refused
        try:
            return await self._answer(packet, question, (address, group), stream)
        except (AllLost, BadReply):
            return message.error(packet, question, message.SERVFAIL)

    async def _answer(
        self, packet: bytes, question: Question, client: tuple[bytes, str], stream: bool
    ) -> bytes:
        hot, now = self.hot, self.clock()
        special = self.specials.of(question.name, question.qtype, self._group(client, packet))
        if special is None and stays_here(question.name, self.config.private_names):
            special = Settled(message.NXDOMAIN)
        if special is None:
            kept = hot.kept(question, now) or await self._kept(question)
        else:
            made = special if isinstance(special, Settled) else await self._twin(question, special)
            whole = body(question, rcode=made.rcode, answers=made.answers)
            kept = hot.wrapped(whole, REWRITE_TTL, now)
        # A new site may have come in force meanwhile, with its groups in another order.
        group = self._group(client, packet)
        return self.hot.finish(packet, question, kept, group, self.clock(), stream=stream)

    async def targets(self, name: bytes) -> tuple[bytes, ...]:
        """The names that an open name leads to; none when nobody knows."""
        try:
            return (await self._found(Asked(name, message.A))).targets
        except (AllLost, BadReply):
            return ()

    async def _found(self, asked: Asked) -> checks.Checked:
        told = self._memory.get(asked, self.clock())
        return told.found if told is not None else await self._checked(asked)

    def _group(self, client: tuple[bytes, str], packet: bytes) -> int:
        address, key = client
        groups = self.hot.groups
        return groups.index(key) if key in groups else self.hot.group_of(address, packet)

    async def _twin(self, question: Question, special: Elsewhere) -> Settled:
        """A CNAME to the safe twin and the addresses that it has, old ones if need be."""
        there = await self._twins(Asked(special.target, question.qtype))
        alias = Record(question.name, message.CNAME, REWRITE_TTL, special.target + b"\0")
        found = tuple(replace(each, ttl=min(each.ttl, REWRITE_TTL)) for each in there.answers)
        return Settled(there.rcode, (alias, *found))

    async def _twins(self, asked: Asked) -> checks.Checked:
        """What the upstreams say of a twin. Many say "none" without an SOA, by which it may not be
        kept; the twins are few and known, so it is, else a popular one would be asked for each
        second."""
        now = self.clock()
        told = self._memory.get(asked, now, spare=NO_TWIN_KEPT)
        if told is not None and (told.ends_at > now or not told.found.answers):
            return told.aged(now)
        try:
            return await self._checked(asked)
        except AllLost:
            old = self._memory.get(asked, now, spare=self.config.stale)
            if old is None:
                raise
            return old.stale(STALE_TTL)

    async def _kept(self, question: Question) -> Kept:
        """What the upstreams say, kept for all who ask again; or what they said before."""
        unchecked = bool(question.flags & message.CD)
        asked = Asked(question.name, question.qtype, question.dnssec_ok, unchecked)
        now = self.clock()
        told = self._memory.get(asked, now, spare=self.config.stale)
        if told is not None and told.ends_at > now:
            return self._again(question, asked, told, now)
        try:
            if told is not None:
                if self.upstreams.all_rest:
                    self._fly(asked)
                    raise AllLost
                async with asyncio.timeout(PATIENCE):
                    return self._new(question, await self._checked(asked))
            return self._new(question, await self._checked(asked))
        except (AllLost, TimeoutError):
            if told is None:
                raise AllLost from None
            return self._put(question, told.stale(STALE_TTL), STALE_KEPT, stale=True)

    def _again(self, question: Question, asked: Asked, told: Told, now: float) -> Kept:
        """What still holds. In the last part of its life it is told each second anew, and the
        popular is fetched meanwhile (prefetch)."""
        found = told.aged(now)
        if now < told.nearly:
            return self._put(question, found, told.nearly - now)
        told.late += 1
        if told.late >= POPULAR and not self.upstreams.all_rest:
            with suppress(AllLost):
                self._fly(asked)
        kept = self.hot.wrapped(self._whole(question, found), 1.0, now)
        return replace(kept, targets=found.targets)

    def _new(self, question: Question, found: checks.Checked) -> Kept:
        now = self.clock()
        return self._put(question, found, Told(found, now).nearly - now)

    def _put(
        self, question: Question, found: checks.Checked, ttl: float, *, stale: bool = False
    ) -> Kept:
        """Keep it on the hot path for `ttl` seconds."""
        return self.hot.put(
            question,
            self._whole(question, found),
            ttl,
            self.clock(),
            targets=found.targets,
            ede=message.EDE_STALE if stale else None,
            text=STALE_WORDS if stale else b"",
        )

    def _whole(self, question: Question, found: checks.Checked) -> bytes:
        whole = body(
            question,
            rcode=found.rcode,
            answers=found.answers,
            authority=found.authority,
            authentic=found.authentic and question.dnssec_ok,
        )
        if len(whole) > MOST_KEPT:
            raise BadReply("câu trả lời quá dài")
        return whole

    async def _checked(self, asked: Asked) -> checks.Checked:
        """What the upstreams say; those who ask the same meanwhile wait for the same reply."""
        return await asyncio.shield(self._fly(asked))

    def _fly(self, asked: Asked) -> asyncio.Task[checks.Checked]:
        task = self._flying.get(asked)
        if task is None:
            if len(self._flying) >= MOST_FLYING:
                raise AllLost
            task = self._flying[asked] = asyncio.create_task(self._ask(asked))
            task.add_done_callback(lambda done: self._landed(asked, done))
        return task

    def _landed(self, asked: Asked, done: asyncio.Task[checks.Checked]) -> None:
        del self._flying[asked]
        if not done.cancelled():
            done.exception()  # told to those who wait; nobody may be waiting any more

    async def _ask(self, asked: Asked) -> checks.Checked:
        found = checks.checked(asked, await self.upstreams.ask(asked), self.config)
        if found.keeps:
            self._memory.keep(asked, found, self.clock())
        return found


def odd(packet: bytes) -> bytes | None:
    """What a message that is no plain question gets. None for responses and scraps: answering
    them would let two servers talk to each other for ever."""
    if len(packet) < message.HEADER or packet[2] & 0x80:
        return None
    if packet[2] & 0x78:
        return message.error(packet, None, message.NOTIMP)
    if _newer_edns(packet):
        head = message.error(packet, None, message.NOERROR)
        opt = b"\0" + struct.pack("!2H2B2H", message.OPT, message.OUR_UDP, BADVERS >> 4, 0, 0, 0)
        return head[:11] + b"\1" + opt
    return message.error(packet, None, message.FORMERR)


def _newer_edns(packet: bytes) -> bool:
    """Whether the message is a plain question but for a version of EDNS after 0."""
    questions, answers, authority, additional = struct.unpack_from("!4H", packet, 4)
    if (questions, answers, authority, additional) != (1, 0, 0, 1):
        return False
    try:
        _, at = read_name(packet, message.HEADER)
        root, kind, _, _, version = struct.unpack_from("!BHHBB", packet, at + 4)
    except (BadReply, IndexError, struct.error):
        return False
    return bool(root == 0 and kind == message.OPT and version > 0)


def _not_served(packet: bytes, question: Question) -> bytes | None:
    """Questions that a filter for schools has no use for."""
    if question.qclass != message.IN or question.qtype in (AXFR, IXFR):
        return message.error(packet, question, message.REFUSED)
    if question.qtype == message.ANY:  # RFC 8482 4.2: a little instead of everything
        more = message.opt_record() if question.edns else b""
        head = message.answer_head(packet, question, rcode=0, answers=1, more=bool(more))
        data = b"\x07RFC8482\0"
        return head + b"\xc0\x0c" + struct.pack("!2HIH", HINFO, 1, 3600, len(data)) + data + more
    return None
