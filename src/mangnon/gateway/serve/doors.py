"""The places where clients come by a stream: DNS over TCP, TLS (RFC 7858) and HTTPS (RFC 8484)."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from mangnon.gateway.serve import doh, web
from mangnon.gateway.serve.desk import Client, Desk, packed
from mangnon.gateway.serve.http2 import Http2
from mangnon.gateway.serve.tls import HANDSHAKE_S, Certificate, offered

STREAM_IDLE_S = 10.0
RECEIVE_BYTES = 1 << 20
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Doors:
    """All of one process; they ask the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._servers: list[asyncio.Server] = []
        self._certificates: list[Certificate] = []

    async def open(self) -> None:
        """Raises OSError for a place that is taken."""
        config = self._desk.config
        for address in config.addresses:
            await self._open(address, config.port, self._questions)
        if config.tls_certificate and config.tls_key:
            await self._open_secure(config.tls_certificate, config.tls_key)

    async def _open_secure(self, certificate: Path, key: Path) -> None:
        config = self._desk.config
        dot = Certificate(certificate, key, ["dot"])
        doh = Certificate(certificate, key, ["h2", "http/1.1"])
        self._certificates = [dot, doh]
        for address in config.addresses:
            await self._open(address, config.tls_port, partial(self._secure_questions, dot), dot)
            if config.doh_port:
                await self._open(address, config.doh_port, self._requests, doh)

    async def _open(
        self, address: str, port: int, talk: Talk, certificate: Certificate | None = None
    ) -> None:
        secure = {}
        if certificate is not None:
            secure = {"ssl": certificate.context, "ssl_handshake_timeout": HANDSHAKE_S}
        sock = bound(address, port, socket.SOCK_STREAM)
        server = await asyncio.start_server(
            lambda reader, writer: self._come(reader, writer, talk),
            sock=sock,
            limit=web.MOST_HEAD,
            **secure,  # type: ignore[arg-type]
        )
        self._servers.append(server)

    def look(self) -> None:
        """Once in a while: whether a certificate was renewed."""
        for certificate in self._certificates:
            certificate.look()

    def close(self) -> None:
        for server in self._servers:
            server.close()

    async def _come(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, talk: Talk
    ) -> None:
        """One connection, where there is room for it, until either side ends it."""
        try:
            with self._desk.visit(address_of(writer)) as room:
                if room:
                    await talk(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the client left, or said nothing more
        finally:
            writer.close()

    async def _questions(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._one_by_one(reader, writer, lambda: "")

    async def _secure_questions(
        self, dot: Certificate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """By TLS, perhaps under a name `TOKEN.…`."""
        token = dot.name_of(writer).partition(".")[0]
        await self._one_by_one(reader, writer, lambda: self._desk.known(token) if token else "")

    async def _one_by_one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: Callable[[], str]
    ) -> None:
        address = address_of(writer)
        while True:
            async with asyncio.timeout(STREAM_IDLE_S):
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(length)
            answer = await self._desk.answer(packet, Client(address, token()))
            if answer is None:
                return
            writer.write(struct.pack("!H", len(answer)) + answer)
            async with asyncio.timeout(STREAM_IDLE_S):
                await writer.drain()

    async def _requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """By HTTPS: HTTP/2 where the client offers it."""
        address = address_of(writer)

        async def respond(request: web.Request) -> web.Response:
            return await doh.respond(request, self._desk, address)

        if offered(writer) == "h2":
            await Http2(reader, writer, respond, doh.LIMITS).run()
        else:
            await web.serve(reader, writer, respond, doh.LIMITS)


def address_of(writer: asyncio.StreamWriter) -> bytes:
    return packed(writer.get_extra_info("peername")[0])


def bound(address: str, port: int, kind: socket.SocketKind) -> socket.socket:
    """A socket that shares its place with the other processes. Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, kind)
    try:
        if kind == socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((address, port))
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock
