"""One process of the filter: its sockets, its hot path, its slow road."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.counting import Counters
from mangnon.gateway.serve.desk import Desk, packed
from mangnon.gateway.serve.doors import Doors, bound
from mangnon.gateway.serve.pages import Pages
from mangnon.gateway.serve.site import BadSite, Site
from mangnon.gateway.serve.state import good_site, good_stamp

log = logging.getLogger("mangnon.gateway")
BATCH, EVERYTHING = 64, 100_000
TICK_S, COUNTING_S, FINISH_S = 0.5, 60.0, 1.0
COLLECTOR = (
    20_000,
    20,
    50,
)  # new objects before a look at the young, the older, all (default 700, 10, 10)
DISCARD = 9  # a port that nobody sends from


def calm_collector() -> None:
    """What is here at the start stays, and need not be looked through again and again: a look
    through everything holds all questions up for 10 ms and more (bench/gateway_scaling.py)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTOR)


class Worker:
    """Answers until it is told to stop, or until the process that made it is gone."""

    def __init__(self, config: Config, site: Site) -> None:
        self.config, self.desk = config, Desk(config, site)
        self._doors, self._pages = Doors(self.desk), Pages(self.desk)
        self._keeper, self._seen = os.getppid(), site.stamp
        self._tasks: set[asyncio.Task[None]] = set()
        self._counters = Counters(config.counters) if config.counters else None
        self._counted_at = time.monotonic()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Listen everywhere, then tick until told to stop. Raises OSError for a place taken."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._start(self._follow()))
        sockets = []
        for address in self.config.addresses:
            sockets.append(bound(address, self.config.port, socket.SOCK_DGRAM))
            loop.add_reader(sockets[-1], self._datagrams, sockets[-1])
        await self._doors.open()
        await self._pages.open()
        await self._tick()
        self._doors.close()
        self._pages.close()
        await self._finish(sockets)
        self.desk.road.upstreams.close()
        self._count(always=True)

    async def _finish(self, sockets: list[socket.socket]) -> None:
        """Answer what has come already, before the places are given back."""
        for sock in sockets:
            asyncio.get_running_loop().remove_reader(sock)
            with suppress(OSError):
                # A connected socket gets nothing from strangers any more: the kernel gives their
                # packets to the other processes, and what waits here can be answered in peace.
                sock.connect((sock.getsockname()[0], DISCARD))
            self._datagrams(sock, EVERYTHING)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_S)
        for sock in sockets:
            self._datagrams(sock, EVERYTHING)
            sock.close()

    def _datagrams(self, sock: socket.socket, most: int = BATCH) -> None:
        """What waits on a socket: answered at once, or sent up the slow road."""
        for packet, client in self.desk.hot.batch(sock, most, time.monotonic()):
            self._start(self._upward(sock, packet, client))

    async def _upward(self, sock: socket.socket, packet: bytes, client: tuple[str, int]) -> None:
        answer = await self.desk.road.answer(packet, packed(client[0]))
        if answer is not None:
            try:
                sock.sendto(answer, client)
            except OSError as wrong:
                log.debug("không gửi được câu trả lời: %s", wrong)

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
                self._doors.look()
                self._count()

    def _keep_time(self, now: datetime) -> None:
        """The masks of the moment: anew when a lesson ends, and when the clock was set back."""
        desk = self.desk
        if now >= desk.table.until or now < desk.compiled_at - timedelta(seconds=2):
            self._enforce(desk.site, now)

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
        before = self.desk.enforce(site, now)
        if self._counters:
            self._counters.add(before.taken(), before.groups)

    def _count(self, *, always: bool = False) -> None:
        """Hand the counters over once a minute."""
        now = time.monotonic()
        if self._counters and (always or now - self._counted_at >= COUNTING_S):
            self._counted_at = now
            self._counters.add(self.desk.hot.taken(), self.desk.hot.groups)
            self._counters.write(datetime.now(UTC))
