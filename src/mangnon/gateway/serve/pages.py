"""The doors of the block page: whoever comes to a blocked name comes here."""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus

from mangnon.gateway.serve import web
from mangnon.gateway.serve.desk import Desk
from mangnon.gateway.serve.doors import address_of, bound
from mangnon.gateway.serve.page import HEADERS, Asker, host_of, page

LIMITS = web.Limits(most_body=4096, idle_s=5.0)


class Pages:
    """All of one process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._servers: list[asyncio.Server] = []

    async def open(self) -> None:
        """Raises OSError for a place that is taken."""
        for address in self._desk.config.page_addresses:
            sock = bound(address, self._desk.config.page_port, socket.SOCK_STREAM)
            self._servers.append(
                await asyncio.start_server(self._come, sock=sock, limit=web.MOST_HEAD)
            )

    def close(self) -> None:
        for server in self._servers:
            server.close()

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = address_of(writer)

        async def respond(request: web.Request) -> web.Response:
            return self._respond(request, address)

        try:
            with self._desk.visit() as room:
                if room:
                    await web.serve(reader, writer, respond, LIMITS)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the browser left
        finally:
            writer.close()

    def _respond(self, request: web.Request, address: bytes) -> web.Response:
        """The page under status 403: it must not be taken for the site's own."""
        if request.method not in ("GET", "HEAD"):
            return web.Response(HTTPStatus.METHOD_NOT_ALLOWED, HEADERS, keeps=False)
        desk = self._desk
        asker = Asker(host_of(request.fields.get("host", "")), desk.hot.group_of(address))
        html = page(asker, desk.site.plan, desk.judge(), desk.config.page_ask)
        return web.Response(HTTPStatus.FORBIDDEN, HEADERS, html.encode(), keeps=False)
