"""How one upstream is asked: by datagrams, or by a connection that is kept (TCP, TLS, HTTPS).

For each datagram a fresh socket, whose port the kernel chooses, connected so that only the
upstream's address is heard. For TLS and HTTPS the upstream's certificate must hold for the name of
the config, or for its address where no name is said; without that nobody is asked.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from mangnon.gateway.serve.asking import Asked, matching, name_of, padded, question_packet
from mangnon.gateway.serve.config import Upstream
from mangnon.gateway.serve.records import BadReply, Reply

_READ = 65_536


class Line(Protocol):
    """Asks one upstream. Raises OSError, TimeoutError, BadReply or IncompleteReadError."""

    async def ask(self, asked: Asked) -> Reply: ...

    def close(self) -> None: ...


class Datagrams:
    """UDP; TCP where the answer is cut or its letters differ."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    async def ask(self, asked: Asked) -> Reply:
        packet = question_packet(asked, mixed=self._upstream.zero_x20)
        reply = await self._by_udp(packet)
        if reply is None or reply.truncated:
            reply = await self._by_tcp(packet)
        return reply

    def close(self) -> None:
        """Nothing is kept."""

    async def _by_udp(self, packet: bytes) -> Reply | None:
        """The reply; None when letters do not match and TCP must tell whether it is forged."""
        loop, upstream = asyncio.get_running_loop(), self._upstream
        family = socket.AF_INET6 if ":" in upstream.address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            sock.connect((upstream.address, upstream.port))
            sock.send(packet)
            while True:
                said = matching(packet, await loop.sock_recv(sock, 4096))
                if said is not None:
                    return said if said.name == name_of(packet) else None

    async def _by_tcp(self, packet: bytes) -> Reply:
        upstream = self._upstream
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


@dataclass(slots=True)
class Waiting:
    """A question under way on a kept connection."""

    packet: bytes
    reply: asyncio.Future[Reply]


class Kept:
    """A connection that stays open between questions and carries many at once.

    It is opened with the first question. When it has died in silence, the question that finds it so
    is asked once more by a new one; when an answer does not come in time, the next question opens a
    new one.
    """

    protocols: tuple[str, ...] = ()

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._waiting: dict[int, Waiting] = {}
        self._heard = 0

    async def ask(self, asked: Asked) -> Reply:
        is_new = await self._open()
        try:
            return await self._exchange(asked)
        except ConnectionError:
            if is_new:
                raise
        await self._open()
        return await self._exchange(asked)

    def close(self) -> None:
        self._drop()

    async def _open(self) -> bool:
        """Whether a connection had to be made."""
        async with self._opening:
            if self._writer is not None:
                return False
            reader, writer = await asyncio.open_connection(
                self._upstream.address,
                self._upstream.port,
                ssl=self._context,
                server_hostname=self._server,
            )
            self._writer = writer
            self._begin()
            self._listening = asyncio.create_task(self._listen(reader, writer))
            return True

    @property
    def _server(self) -> str | None:
        if self._context is None:
            return None
        return self._upstream.name or self._upstream.address

    @cached_property
    def _context(self) -> ssl.SSLContext | None:
        if self._upstream.protocol == "tcp":
            return None
        context = ssl.create_default_context(cafile=self._upstream.ca)
        context.set_alpn_protocols(list(self.protocols))
        return context

    async def _exchange(self, asked: Asked) -> Reply:
        heard = self._heard
        waiting = Waiting(b"", asyncio.get_running_loop().create_future())
        number = self._send(asked, waiting)
        try:
            return await waiting.reply
        except asyncio.CancelledError:
            if heard == self._heard:
                self._drop()  # silent since the question: it may be dead without knowing
            raise
        finally:
            self._waiting.pop(number, None)

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, BadReply):
            while raw := await reader.read(_READ):
                self._heard += 1
                self._take(raw)
        if writer is self._writer:
            self._drop()

    def _drop(self) -> None:
        """End the connection; those who wait are told."""
        if self._listening is not None and self._listening is not asyncio.current_task():
            self._listening.cancel()
        if self._writer is not None:
            self._writer.close()
        self._writer = self._listening = None
        for waiting in self._waiting.values():
            if not waiting.reply.done():
                waiting.reply.set_exception(ConnectionResetError("đường hỏi đã đóng"))
        self._waiting.clear()

    def _write(self, raw: bytes) -> None:
        if self._writer is None:
            raise ConnectionResetError("đường hỏi đã đóng")
        self._writer.write(raw)

    def _settle(self, number: int, raw: bytes) -> None:
        """A message came for a question; one that does not match it is not listened to."""
        waiting = self._waiting.get(number)
        reply = matching(waiting.packet, raw) if waiting else None
        if waiting and reply and not waiting.reply.done():
            waiting.reply.set_result(reply)

    def _begin(self) -> None:
        """Called on each new connection."""
        raise NotImplementedError

    def _send(self, asked: Asked, waiting: Waiting) -> int:
        """Write a question; the number under which it waits."""
        raise NotImplementedError

    def _take(self, raw: bytes) -> None:
        """Bytes came."""
        raise NotImplementedError


class Stream(Kept):
    """DNS over TCP (RFC 7766) and over TLS (RFC 7858): answers come in any order."""

    protocols = ("dot",)

    def _begin(self) -> None:
        self._come = b""

    def _send(self, asked: Asked, waiting: Waiting) -> int:
        packet = question_packet(asked, mixed=False)
        while (number := int.from_bytes(packet[:2], "big")) in self._waiting:
            packet = question_packet(asked, mixed=False)
        waiting.packet = packet if self._context is None else padded(packet)
        self._write(struct.pack("!H", len(waiting.packet)) + waiting.packet)
        self._waiting[number] = waiting
        return number

    def _take(self, raw: bytes) -> None:
        self._come += raw
        while len(self._come) >= 2:
            end = 2 + int.from_bytes(self._come[:2], "big")
            if len(self._come) < end:
                return
            packet, self._come = self._come[2:end], self._come[end:]
            self._settle(int.from_bytes(packet[:2], "big"), packet)
