"""A wire between browsers and web that can be cut: in the midst of a question or of an answer."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress


class Wire:
    """Carries bytes both ways; while `cutting`, every second piece ends its connection."""

    def __init__(self, to_port: int, chance: random.Random) -> None:
        self.to_port, self.port, self.cutting, self.cut = to_port, 0, False, 0
        self._chance = chance
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._server, self.port = server, server.sockets[0].getsockname()[1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            writer.transport.abort()
            return
        ways = [self._pump(reader, far_writer), self._pump(far_reader, writer)]
        tasks = [asyncio.ensure_future(way) for way in ways]
        with suppress(asyncio.CancelledError):  # the run is over
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for one in (writer, far_writer):
            one.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                if self.cutting and self._chance.random() < 0.5:
                    self.cut += 1
                    writer.write(data[: self._chance.choice([0, len(data) // 2])])
                    await writer.drain()
                    return
                writer.write(data)
                await writer.drain()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
