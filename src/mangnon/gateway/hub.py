"""`mangnon gateway hub`: thousands of filters wait here to hear that something is new.

    GET /bo-loc/cho/?site=7&plan=12&bundle=3   Authorization: Bearer …

is answered at once when the site has a later plan or there is a later bundle, else after fifty
seconds with 204. One process, one thread for the database: twice a second it asks for the revision
of every site and for the newest bundle, two queries however many filters wait. While the database
is away the filters go on waiting.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import time
from asyncio import FIRST_COMPLETED
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import Error, close_old_connections, connections

from mangnon.gateway.queries.fleet import gateway_of_hash, live_tokens, newest_bundle, revisions

log = logging.getLogger("mangnon.gateway")
PATH = "/bo-loc/cho/"
LOOK_S, WAIT_S, TOKENS_S, HEAD_S = 0.5, 50.0, 10.0, 10.0
MOST_HEAD, MOST_WAITING = 8192, 20_000
SERVED_A_SECOND = 100  # of filters that fetch at once what is new, by the platform behind


@dataclass(frozen=True)
class Known:
    """What is newest. tokens: hash -> site."""

    revisions: dict[int, int] = field(default_factory=dict)
    bundle: int = 0
    tokens: dict[str, int] = field(default_factory=dict)

    def is_newer(self, waiting: Waiting) -> bool:
        newer_plan = self.revisions.get(waiting.site, 0) > waiting.plan
        return newer_plan or self.bundle > waiting.bundle


@dataclass(frozen=True, eq=False)
class Waiting:
    """A filter that waits. told: set with the seconds over which those told now spread out."""

    site: int
    plan: int
    bundle: int
    told: asyncio.Future[Any]


class Hub:
    """read: the three questions to the database, called in one thread of their own."""

    def __init__(self, read: Callable[[bool], Known] | None = None) -> None:
        self.known = Known()
        self.waiting: dict[int, set[Waiting]] = defaultdict(set)
        self.connections = 0
        self._read = read or self._from_database
        self._database = ThreadPoolExecutor(1)
        self._tokens_at = -TOKENS_S
        self._away = False

    async def run(self, host: str, port: int, ready: Callable[[int], None] | None = None) -> None:
        """Until SIGTERM or SIGINT. Raises OSError for a place that is taken."""
        _many_files()
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(ValueError, RuntimeError):  # not in a thread of a test
                loop.add_signal_handler(number, stop.set)
        await self.look()
        server = await asyncio.start_server(self.visit, host, port, limit=MOST_HEAD, backlog=4096)
        place = server.sockets[0].getsockname()[1]
        log.info("các máy lọc chờ tin ở cổng %d", place)
        if ready:
            ready(place)
        try:
            while not stop.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_S)
                await self.look()
        finally:
            server.close()
            self._database.submit(connections.close_all)
            self._database.shutdown(wait=False)

    async def look(self) -> None:
        """Ask what is newest and wake whom it concerns."""
        loop, fresh = asyncio.get_running_loop(), time.monotonic() - self._tokens_at >= TOKENS_S
        try:
            known = await loop.run_in_executor(self._database, self._read, fresh)
        except Error as wrong:
            if not self._away:
                log.error("cơ sở dữ liệu không trả lời: %s", wrong)
            self._away = True
            return
        self._away = False
        if fresh:
            self._tokens_at = time.monotonic()
        before, self.known = self.known, known
        self._wake(before)

    def _wake(self, before: Known) -> None:
        now = self.known
        if now.bundle != before.bundle:
            sites = set(self.waiting)
        else:
            sites = {
                site
                for site in self.waiting
                if now.revisions.get(site) != before.revisions.get(site)
            }
        told = [one for site in sites for one in self.waiting[site] if now.is_newer(one)]
        for one in told:
            if not one.told.done():
                one.told.set_result(len(told) // SERVED_A_SECOND)

    def _from_database(self, fresh: bool) -> Known:
        close_old_connections()
        tokens = live_tokens() if fresh else self.known.tokens
        return Known(revisions(), newest_bundle(), tokens)

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection; filters ask once on each."""
        self.connections += 1
        try:
            async with asyncio.timeout(HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
            writer.write(await self._answer(head.decode("latin-1"), reader))
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the filter left, or is none
        except asyncio.CancelledError:
            pass  # the hub stops; Python 3.11's streams would print a cancelled visit as a fault
        finally:
            self.connections -= 1
            writer.close()

    async def _answer(self, head: str, reader: asyncio.StreamReader) -> bytes:
        first, *lines = head.split("\r\n")
        method, _, rest = first.partition(" ")
        target = urlsplit(rest.rpartition(" ")[0])
        if method != "GET" or target.path != PATH:
            return _reply(404, {"error": "không có gì ở đây"})
        if self.connections > MOST_WAITING:
            return _reply(503, {"error": "quá nhiều máy lọc đang chờ"})
        site = await self._site_of(_bearer(lines))
        if site is None:
            return _reply(403, {"error": "máy lọc chưa ghi danh"})
        if site < 0:
            return _reply(403, {"error": "máy lọc đã bị thu hồi", "revoked": True})
        query = parse_qs(target.query)
        try:
            plan, bundle = (int(query[name][0]) for name in ("plan", "bundle"))
        except (KeyError, ValueError):
            return _reply(400, {"error": "cần plan và bundle là số"})
        return await self._wait(site, plan, bundle, reader)

    async def _wait(self, site: int, plan: int, bundle: int, reader: asyncio.StreamReader) -> bytes:
        one = Waiting(site, plan, bundle, asyncio.get_running_loop().create_future())
        spread = 0
        if not self.known.is_newer(one):
            self.waiting[site].add(one)
            leaves: asyncio.Future[Any] = asyncio.ensure_future(reader.read(1))
            try:
                await asyncio.wait((one.told, leaves), timeout=WAIT_S, return_when=FIRST_COMPLETED)
            finally:
                leaves.cancel()
                self._forget(one)
            if not one.told.done():
                return _reply(204)
            spread = one.told.result()
        known = self.known
        told = {"plan": known.revisions.get(site, 0), "bundle": known.bundle, "spread": spread}
        return _reply(200, told)

    def _forget(self, one: Waiting) -> None:
        of_site = self.waiting[one.site]
        of_site.discard(one)
        if not of_site:
            del self.waiting[one.site]

    async def _site_of(self, token: str) -> int | None:
        """The site of a token; -1 for a filter that was revoked, None for nobody. One that came in
        just now is looked up."""
        if not token:
            return None
        token_hash = sha256(token.encode()).hexdigest()
        site = self.known.tokens.get(token_hash)
        if site is not None:
            return site
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._database, _looked_up, token_hash)
        except Error:
            return None


def _looked_up(token_hash: str) -> int | None:
    close_old_connections()
    gateway = gateway_of_hash(token_hash)
    if gateway is None:
        return None
    return -1 if gateway.revoked_at else gateway.site_id


def _bearer(lines: list[str]) -> str:
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip().lower() == "authorization":
            word, _, token = value.strip().partition(" ")
            return token.strip() if word == "Bearer" else ""
    return ""


_WORDS = {200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}


def _reply(status: int, said: Mapping[str, object] | None = None) -> bytes:
    body = json.dumps(said, ensure_ascii=False).encode() if said is not None else b""
    head = f"HTTP/1.1 {status} {_WORDS.get(status, 'Service Unavailable')}\r\nConnection: close\r\n"
    if status != 204:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def _many_files() -> None:
    """A filter that waits is an open file: as many as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, MOST_WAITING + 256), hard))
