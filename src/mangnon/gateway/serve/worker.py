"""One process of the filter: its sockets, its hot path, its slow road."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import signal
import socket
import ssl
import struct
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from mangnon.gateway.engine.hot import Hot
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.counting import Counters
from mangnon.gateway.serve.page import MOST_HEAD, Asker, head_of, http_answer, page
from mangnon.gateway.serve.road import Road
from mangnon.gateway.serve.site import BadSite, Site
from mangnon.gateway.serve.state import good_site, good_stamp
from mangnon.gateway.serve.upstream import Upstreams

log = logging.getLogger("mangnon.gateway")
BATCH = 64
TICK_S, COUNTING_S, STREAM_IDLE_S = 0.5, 60.0, 10.0
RECEIVE_BYTES = 1 << 20


class Worker:
    """Answers until it is told to stop, or until the process that made it is gone."""

    def __init__(self, config: Config, site: Site) -> None:
        self.config, self.site = config, site
        self._keeper, self._seen = os.getppid(), site.stamp
        self._table = site.table(datetime.now(UTC))
        self._compiled_at = datetime.now(UTC)
        self.hot: Hot = site.hot(self._table, None, config.per_client)
        upstreams = Upstreams(config.upstreams, config.timeout)
        self.road = Road(config, upstreams, self.hot, site.specials)
        self._tasks: set[asyncio.Task[None]] = set()
        self._streams = 0
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._counters = Counters(config.counters) if config.counters else None
        self._counted_at = time.monotonic()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Listen everywhere, then tick until told to stop. Raises OSError for a place taken."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._start(self._follow()))
        sockets, servers = [], []
        for address in self.config.addresses:
            sockets.append(bound(address, self.config.port, socket.SOCK_DGRAM))
            loop.add_reader(sockets[-1], self._datagrams, sockets[-1])
            servers += await self._listen(address)
        for address in self.config.page_addresses:
            sock = bound(address, self.config.page_port, socket.SOCK_STREAM)
            servers.append(await asyncio.start_server(self._page, sock=sock, limit=MOST_HEAD))
        await self._tick()
        for server in servers:
            server.close()
        for sock in sockets:
            loop.remove_reader(sock)
            sock.close()
        self._count(always=True)

    async def _listen(self, address: str) -> list[asyncio.Server]:
        """TCP, and TLS where there is a certificate (RFC 7858)."""
        config = self.config
        sock = bound(address, config.port, socket.SOCK_STREAM)
        servers = [await asyncio.start_server(self._stream, sock=sock)]
        if config.tls_certificate and config.tls_key:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(config.tls_certificate, config.tls_key)
            context.sni_callback = self._named
            sock = bound(address, config.tls_port, socket.SOCK_STREAM)
            servers.append(await asyncio.start_server(self._stream, sock=sock, ssl=context))
        return servers

    def _datagrams(self, sock: socket.socket) -> None:
        """What waits on a socket: answered at once, or sent up the slow road."""
        for packet, client in self.hot.batch(sock, BATCH, time.monotonic()):
            self._start(self._upward(sock, packet, client))

    async def _upward(self, sock: socket.socket, packet: bytes, client: tuple[str, int]) -> None:
        answer = await self.road.answer(packet, packed(client[0]))
        if answer is not None:
            try:
                sock.sendto(answer, client)
            except OSError as wrong:
                log.debug("không gửi được câu trả lời: %s", wrong)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One TCP connection: questions one after another until the client falls silent."""
        self._streams += 1
        try:
            if self._streams <= self.config.streams:
                await self._questions(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the client left, or said nothing more
        finally:
            self._streams -= 1
            writer.close()

    def _named(self, secure: Any, name: str | None, context: ssl.SSLContext) -> None:
        """Keep the name under which a TLS client came: it may hold the token of a group."""
        self._names[secure] = name or ""

    def _key(self, writer: asyncio.StreamWriter) -> str:
        """The group of a client that came under a name `TOKEN.…`; blank: its address decides."""
        secure = writer.get_extra_info("ssl_object")
        token = self._names.get(secure, "").partition(".")[0] if secure else ""
        groups = self.site.plan.groups
        return next((group.key for group in groups if token and token in group.tokens), "")

    async def _questions(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = packed(writer.get_extra_info("peername")[0])
        while True:
            async with asyncio.timeout(STREAM_IDLE_S):
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(length)
            now, group = time.monotonic(), self._key(writer)
            if group:
                answer = self.hot.decide_for(packet, self.hot.groups.index(group), now)
            else:
                answer = self.hot.decide(packet, client, now, stream=True)
            if answer is None:
                answer = await self.road.answer(packet, client, stream=True, group=group)
            if answer is None:
                return
            writer.write(struct.pack("!H", len(answer)) + answer)
            async with asyncio.timeout(STREAM_IDLE_S):
                await writer.drain()

    async def _page(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One visit of the block page."""
        self._streams += 1
        try:
            head = await head_of(reader) if self._streams <= self.config.streams else None
            if head is not None:
                client = packed(writer.get_extra_info("peername")[0])
                asker = Asker(head[1], self._table.group_of(client))
                judge = Judge(self.site.index, self._table)
                html = page(asker, self.site.plan, judge, self.config.page_ask)
                writer.write(http_answer(head[0], html))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the browser left
        finally:
            self._streams -= 1
            writer.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tick(self) -> None:
        while not self._stop.is_set() and os.getppid() == self._keeper:
            try:
                async with asyncio.timeout(TICK_S):
                    await self._stop.wait()
            except TimeoutError:
                self._keep_time(datetime.now(UTC))
                self._look()
                self._count()

    def _keep_time(self, now: datetime) -> None:
        """The masks of the moment: anew when a lesson ends, and when the clock was set back."""
        if now >= self._table.until or now < self._compiled_at - timedelta(seconds=2):
            self._enforce(self.site, now)

    def _look(self) -> None:
        """The signal of a new site may come before this process listens for it."""
        try:
            seen = good_stamp(self.config)
        except BadSite:
            return  # on its way into place
        if seen != self._seen:
            self._seen = seen
            self._start(self._follow())

    async def _follow(self) -> None:
        """Take over what the keeper found good; nothing that is being answered waits for it."""
        try:
            site = await asyncio.to_thread(good_site, self.config)
        except BadSite as wrong:
            log.error("giữ bộ quy tắc đang dùng: %s", wrong)
            return
        self._seen = site.stamp
        self._enforce(site, datetime.now(UTC))

    def _enforce(self, site: Site, now: datetime) -> None:
        """From the next packet on, this site's rules of this moment."""
        table, before = site.table(now), self.hot
        self.hot = site.hot(table, before, self.config.per_client)
        self.site, self._table, self._compiled_at = site, table, now
        self.road.hot, self.road.specials = self.hot, site.specials
        if self._counters:
            self._counters.add(before.taken(), before.groups)

    def _count(self, *, always: bool = False) -> None:
        """Hand the counters over once a minute."""
        now = time.monotonic()
        if self._counters and (always or now - self._counted_at >= COUNTING_S):
            self._counted_at = now
            self._counters.add(self.hot.taken(), self.hot.groups)
            self._counters.write(datetime.now(UTC))


def packed(host: str) -> bytes:
    return ipaddress.ip_address(host.partition("%")[0]).packed


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
