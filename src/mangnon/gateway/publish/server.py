"""The server of zones: answers transfers, tells the secondaries, follows lists and plan.

It makes no zone itself: another process does (`refreshing`), which may die at any moment, for what
is in place is whole. Zones are read from the disk as they are asked for.
"""

from __future__ import annotations

import asyncio
import logging
import os
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import dns.name

from mangnon.gateway.publish.config import Zones
from mangnon.gateway.publish.notify import notify
from mangnon.gateway.publish.refreshing import status_of
from mangnon.gateway.publish.store import Stored
from mangnon.gateway.publish.transfer import Publisher, refusals

log = logging.getLogger("mangnon.gateway.zones")
LOOK_S, IDLE_S, REST_S = 1.0, 30.0, 60.0
MINUTE_S = 60.0
MOST_STREAMS, MOST_SAID = 64, 1000
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Server:
    """Runs until it is cancelled. path: of its config, for the process that makes the zones."""

    config: Zones
    path: Path
    publisher: Publisher = field(default_factory=lambda: Publisher({}, {}))
    _seen: _Stamp = ()
    _told: dict[str, int] = field(default_factory=dict)
    _telling: set[asyncio.Task[None]] = field(default_factory=set)
    _streams: int = 0
    _rests_until: float = 0.0

    async def run(self) -> None:
        """Raises OSError when it cannot listen."""
        refusals.addFilter(OnceAMinute())
        self._take_over()
        loop, port = asyncio.get_running_loop(), self.config.port
        for address in self.config.addresses:
            await asyncio.start_server(self._stream, address, port)
            await loop.create_datagram_endpoint(lambda: _Datagrams(self), (address, port))
        log.info("phát hành vùng ở %s cổng %d", ", ".join(self.config.addresses), port)
        while True:
            await self._look()
            await asyncio.sleep(LOOK_S)

    async def _look(self) -> None:
        """Zones are made anew when a file changed or the hour changed what holds; when that fails
        because of the hour alone, after a while again."""
        seen = stamp(self.config)
        rests = time.monotonic() < self._rests_until
        if seen == self._seen and (rests or not self._is_over()):
            return
        self._seen = seen
        if await self._refresh():
            self._take_over()
        else:
            self._rests_until = time.monotonic() + REST_S

    def _is_over(self) -> bool:
        until = status_of(self.config).get("until", "")
        return bool(until) and datetime.fromisoformat(until) <= datetime.now(UTC)

    async def _refresh(self) -> bool:
        command = ["-m", "mangnon", "gateway", "zones", "--once", "--config", str(self.path)]
        made = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, words = await made.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                made.kill()
            raise
        if made.returncode:
            log.error("giữ các vùng đang có: %s", words.decode(errors="replace").strip()[-500:])
        return not made.returncode

    def _take_over(self) -> None:
        """Serve what is on the disk, and tell of what is new."""
        zones = [
            self.config.stored(each["group"]) for each in status_of(self.config).get("zones", [])
        ]
        unsigned = tuple(
            ip_network(each.address) for each in self.config.secondaries if each.unsigned
        )
        named = {dns.name.from_text(zone.name): zone for zone in zones}
        self.publisher = Publisher(named, self.config.keys, unsigned)
        for zone in zones:
            serial = zone.serial()
            if serial is not None and self._told.get(zone.name) != serial:
                self._told[zone.name] = serial
                self._tell(zone, serial)

    def _tell(self, zone: Stored, serial: int) -> None:
        for secondary in self.config.secondaries:
            key = self.config.keys.get(dns.name.from_text(secondary.key))
            task = asyncio.create_task(notify(secondary, zone.name, serial, key))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: questions one after the other, a transfer as fast as it is taken."""
        self._streams += 1
        try:
            if self._streams <= MOST_STREAMS:
                client = writer.get_extra_info("peername")[0]
                await self._conversation(reader, writer, client)
        except (OSError, EOFError, TimeoutError) as end:
            log.debug("kết nối dừng: %s", end)
        finally:
            self._streams -= 1
            writer.close()

    async def _conversation(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, client: str
    ) -> None:
        while True:
            async with asyncio.timeout(IDLE_S):
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(length)
            for each in self.publisher.answer(packet, client, stream=True):
                writer.write(struct.pack("!H", len(each)) + each)
                async with asyncio.timeout(IDLE_S):
                    await writer.drain()
                await asyncio.sleep(0)  # a fast receiver does not hold up the others


class OnceAMinute(logging.Filter):
    """A stranger who asks again and again is told of once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if record.created - self._said.get(words, 0.0) < MINUTE_S:
            return False
        if len(self._said) >= MOST_SAID:
            self._said.clear()
        self._said[words] = record.created
        return True


class _Datagrams(asyncio.DatagramProtocol):
    """Questions for a zone's serial."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        for each in self._server.publisher.answer(data, addr[0], stream=False):
            self._transport.sendto(each, addr)


def stamp(config: Zones) -> _Stamp:
    """What changes when the lists or the plan do."""
    return tuple(sorted(_stamps(config)))


def _stamps(config: Zones) -> Iterator[tuple[str, int, int]]:
    for folder, _, files in os.walk(config.lists):
        for file in files:
            yield from _stamp(Path(folder, file))
    yield from _stamp(config.plan)


def _stamp(path: Path) -> Iterator[tuple[str, int, int]]:
    with suppress(OSError):
        found = path.stat()
        yield str(path), found.st_size, found.st_mtime_ns
