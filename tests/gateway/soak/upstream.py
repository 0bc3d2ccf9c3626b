"""An upstream for a long run: every name has an address, some in ways that are harder to follow."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import replace
from typing import cast

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.records import Record, body
from tests.gateway.serve.school import a, cname

ELSEWHERE = "192.0.2.7"
LONG, ALIAS = "dai", "bi-danh"  # answers by TCP only; another name for a site that is blocked
BLOCKED_TARGET = "nha-cai.example"


def answered(packet: bytes, *, stream: bool) -> bytes | None:
    """The answer, in the letters of the question."""
    question = message.read_question(packet)
    if question is None:
        return None
    name = names.text(question.name)
    records: tuple[Record, ...] = (a(name, ELSEWHERE, ttl=30),)
    if name.startswith(ALIAS):
        records = (cname(name, BLOCKED_TARGET), a(BLOCKED_TARGET, ELSEWHERE))
    if question.qtype != message.A:
        records = ()
    made = body(replace(question, edns=False), rcode=0, answers=records)
    end = message.HEADER + len(question.name)
    whole = packet[:2] + made[2 : message.HEADER] + packet[message.HEADER : end] + made[end:]
    if name.startswith(LONG) and not stream:
        return whole[:2] + bytes([whole[2] | message.TC >> 8]) + whole[3:]
    return whole


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = answered(data, stream=False)
        if answer is not None:
            self._transport.sendto(answer, addr)


async def streams(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            answer = answered(await reader.readexactly(length), stream=True)
            if answer is not None:
                writer.write(struct.pack("!H", len(answer)) + answer)
    except (OSError, asyncio.IncompleteReadError):
        pass  # the filter has heard enough
    finally:
        writer.close()


async def begin(port: int) -> None:
    """Answer on a port of the loopback as long as the loop runs."""
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", port))
    await asyncio.start_server(streams, "127.0.0.1", port)
