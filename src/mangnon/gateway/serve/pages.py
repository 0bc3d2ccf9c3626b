"""The doors of the block page: whoever comes to a blocked name comes here, by HTTP or HTTPS."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from mangnon.gateway.serve import page, web
from mangnon.gateway.serve.asks import Ask, Asks, NotAskedFor
from mangnon.gateway.serve.authority import Authority, BadAuthority
from mangnon.gateway.serve.desk import Desk, packed
from mangnon.gateway.serve.doors import address_of, bound
from mangnon.gateway.serve.page import Visit
from mangnon.gateway.serve.tls import HANDSHAKE_S

log = logging.getLogger("mangnon.gateway")
# The browser of who waits looks again each 5 s. It should come by the connection that it has: a new
# one might lead to the site itself, which does not know our path.
LIMITS = web.Limits(most_body=4096, idle_s=20.0)
_BACKLOG, _PAUSE_S = 128, 1.0


class Pages:
    """All of one process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asks = Asks(desk.config.state / "asks")
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._sockets: list[socket.socket] = []

    async def open(self) -> None:
        """Raises OSError for a place that is taken."""
        config, authority = self._desk.config, self._authority()
        for address in config.page_addresses:
            sock = bound(address, config.page_port, socket.SOCK_STREAM)
            self._servers.append(
                await asyncio.start_server(self._come, sock=sock, limit=web.MOST_HEAD)
            )
            if authority is not None:
                secure = bound(address, config.page_https_port, socket.SOCK_STREAM)
                secure.listen(_BACKLOG)
                self._sockets.append(secure)
                self._start(self._accept(secure, authority))

    def _authority(self) -> Authority | None:
        """One that cannot be used costs the page by HTTPS, nothing else."""
        config = self._desk.config
        if not config.page_ca_certificate or not config.page_ca_key:
            return None
        try:
            return Authority.read(config.page_ca_certificate, config.page_ca_key)
        except BadAuthority as wrong:
            log.error("không có trang báo chặn HTTPS: %s", wrong)
            return None

    def close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        for sock in self._sockets:
            sock.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listening: socket.socket, authority: Authority) -> None:
        """Connections one by one, by hand: which certificate is shown depends on who comes."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                sock, (host, *_) = await loop.sock_accept(listening)
            except OSError as wrong:
                log.error("trang báo chặn HTTPS chưa nhận được kết nối: %s", wrong)
                await asyncio.sleep(_PAUSE_S)
                continue
            self._start(self._greet(sock, self._context(packed(host), authority)))

    async def _greet(self, sock: socket.socket, context: ssl.SSLContext) -> None:
        reader = asyncio.StreamReader(limit=web.MOST_HEAD)
        protocol = asyncio.StreamReaderProtocol(reader, self._come)
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: protocol, sock, ssl=context, ssl_handshake_timeout=HANDSHAKE_S
            )
        except OSError as wrong:  # a browser that does not trust the school, mostly
            log.debug("trang báo chặn HTTPS: %s", wrong)

    def _context(self, address: bytes, authority: Authority) -> ssl.SSLContext:
        """Shows a certificate for names that are blocked for this client, and for no others."""

        def choose(secure: Any, name: str | None, context: ssl.SSLContext) -> int | None:
            host = (name or "").lower()
            if not self._visit(host, address, ()).judged.blocked:
                return int(ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)
            secure.context = authority.context(host, datetime.now(UTC))
            return None

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = choose
        return context

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = address_of(writer)

        async def respond(request: web.Request) -> web.Response:
            return await self._respond(request, address)

        try:
            with self._desk.visit(address) as room:
                if room:
                    await web.serve(reader, writer, respond, LIMITS)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the browser left
        finally:
            writer.close()

    def _visit(self, said: str, address: bytes, targets: tuple[bytes, ...]) -> Visit:
        host, shown = page.visited(said)
        group, name, judge = (
            self._desk.hot.group_of(address),
            page.wire_of(host),
            self._desk.judge(),
        )
        judged = judge.judge(name, group)
        if name and not judged.blocked:
            judged = judge.judge_way(name, targets, group)
        return Visit(host, shown, group, judged)

    async def _respond(self, request: web.Request, address: bytes) -> web.Response:
        said = request.fields.get("host", "")
        name = page.wire_of(page.visited(said)[0])
        visit = self._visit(said, address, await self._desk.road.targets(name) if name else ())
        if request.path == page.ASKING and visit.host:
            if request.method == "POST":
                return await self._ask(request, visit, address)
            if visit.may_ask:
                return self._wait(request, visit)
        if request.method not in ("GET", "HEAD"):
            return _said(HTTPStatus.METHOD_NOT_ALLOWED, "")
        plan = self._desk.site.plan
        if visit.host and not visit.judged.blocked:
            is_asked_for = request.path != page.ASKING
            status = HTTPStatus.SERVICE_UNAVAILABLE if is_asked_for else HTTPStatus.OK
            return _said(status, page.opened_page(visit, plan, is_asked_for=is_asked_for))
        # 403: it must not be taken for the site's own.
        return _said(HTTPStatus.FORBIDDEN, page.blocked_page(visit, plan))

    async def _ask(self, request: web.Request, visit: Visit, address: bytes) -> web.Response:
        """The button: then the page that waits, which may be loaded again without asking again."""
        plan = self._desk.site.plan
        if (
            not visit.may_ask
            or request.fields.get("sec-fetch-site", "same-origin") != "same-origin"
        ):
            return _said(HTTPStatus.FORBIDDEN, page.blocked_page(visit, plan))
        ask = Ask(visit.host, plan.groups[visit.group].key, visit.judged.category)
        try:
            await self._asks.take(ask, address, datetime.now(UTC), time.monotonic())
        except NotAskedFor as why:
            return _said(why.status, page.refusal_page(visit, plan, why))
        fields = (("location", page.ASKING), ("cache-control", "no-store"))
        return web.Response(HTTPStatus.SEE_OTHER, fields)

    def _wait(self, request: web.Request, visit: Visit) -> web.Response:
        said = parse_qs(request.query).get("lan", ["0"])[0]
        looks = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
        html = page.waiting_page(visit, self._desk.site.plan, looks)
        return _said(HTTPStatus.OK, html, keeps=True)


def _said(status: HTTPStatus, html: str, *, keeps: bool = False) -> web.Response:
    """keeps: the browser will come again by this connection; else it must look the name up anew."""
    return web.Response(status, page.headers(), html.encode(), keeps=keeps)
