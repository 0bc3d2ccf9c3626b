"""Clients: by UDP with patience, by TCP and TLS; and one that means harm."""

from __future__ import annotations

import asyncio
import random
import ssl
import struct
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import cast

from mangnon.gateway.engine import message
from mangnon.gateway.serve.records import BadReply, read_reply
from tests.gateway.serve.school import query
from tests.gateway.soak.questions import Asked, Questions, State

TRIES, PATIENCE_S = 4, 1.5


@dataclass
class Account:
    """What was asked and heard. wrong: the first few, in words; failed: SERVFAIL, which is no way
    past the filter and is right while this very program, the upstream too, gets no processor."""

    state: State
    asked: Counter[str] = field(default_factory=Counter)
    again: int = 0
    unanswered: int = 0
    failed: int = 0
    wrong_count: int = 0
    wrong: list[str] = field(default_factory=list)
    hostile: int = 0

    def check(self, asked: Asked, answer: bytes, road: str) -> None:
        self.asked[f"{road} {asked.kind}"] += 1
        try:
            reply = read_reply(answer)
            if reply.rcode == message.SERVFAIL:
                self.failed += 1
                return
            heard = [str(ip_address(each.data)) for each in reply.answers if len(each.data) == 4]
            # What changed while the question was under way may be answered either way.
            hear = asked.right if self.state.settled(asked.name) else ""
            right = reply.rcode == 0 and (heard == [hear] if hear else bool(heard))
        except (BadReply, ValueError) as broken:
            heard, right = [str(broken)], False
        if not right:
            self.wrong_count += 1
            if len(self.wrong) < 10:
                self.wrong.append(f"{road} {asked}: {heard}")


class Client(asyncio.DatagramProtocol):
    """A socket of one address that waits for answers by their ids."""

    def __init__(self) -> None:
        self.waiting: dict[bytes, asyncio.Future[bytes]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        future = self.waiting.get(data[:2])
        if future is not None and not future.done():
            future.set_result(data)

    def error_received(self, exc: Exception) -> None:
        """No process listens for a moment, as after a death: the question is asked again."""


async def datagrams(
    questions: Questions, account: Account, port: int, pause: float, seed: int
) -> None:
    """Ask for ever, one question after another from many addresses."""
    loop, clients, chance = asyncio.get_running_loop(), dict[str, Client](), random.Random(seed)
    while True:
        asked = questions.next()
        if asked.client not in clients:
            _, clients[asked.client] = await loop.create_datagram_endpoint(
                Client, local_addr=(asked.client, 0), remote_addr=("127.0.0.1", port)
            )
        ident = chance.randbytes(2)
        answer = await _patiently(clients[asked.client], ident, asked, account)
        if answer is None:
            account.unanswered += 1
        else:
            account.check(asked, answer, "udp")
        await asyncio.sleep(pause * chance.uniform(0.5, 1.5))


async def _patiently(client: Client, ident: bytes, asked: Asked, account: Account) -> bytes | None:
    """As stub resolvers do: the same question again when nothing comes."""
    for each in range(TRIES):
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        client.waiting[ident] = future
        account.again += bool(each)
        client.transport.sendto(query(asked.name, ident=ident))
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await future
        except TimeoutError:
            continue
        finally:
            del client.waiting[ident]
    return None


async def streams(
    questions: Questions, account: Account, port: int, pause: float, tls: ssl.SSLContext | None
) -> None:
    """A connection after another with three questions each; one that breaks is made again."""
    road = "tls" if tls else "tcp"
    while True:
        for each in range(TRIES):
            try:
                async with asyncio.timeout(10):
                    await _conversation(questions, account, port, tls, road)
                break
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                account.again += 1
                account.unanswered += each == TRIES - 1
                await asyncio.sleep(0.5)
        await asyncio.sleep(pause)


async def _conversation(
    questions: Questions, account: Account, port: int, tls: ssl.SSLContext | None, road: str
) -> None:
    asked = [questions.next()]
    by = (asked[0].client, 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls, local_addr=by)
    try:
        while len(asked) < 3:
            more = questions.next()
            if more.client == by[0]:
                asked.append(more)
        for each in asked:
            packet = query(each.name)
            writer.write(struct.pack("!H", len(packet)) + packet)
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            account.check(each, await reader.readexactly(length), road)
    finally:
        writer.close()


async def hostile(account: Account, port: int, pause: float, seed: int) -> None:
    """Packets that no client sends, from an address of their own. Nothing is expected of them."""
    chance, loop = random.Random(seed), asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.7.7", 0), remote_addr=("127.0.0.1", port)
    )
    while True:
        packet = bytearray(query(f"xau{chance.randrange(1000)}.example"))
        kind = chance.randrange(4)
        if kind == 0:
            packet = bytearray(chance.randbytes(chance.randrange(600)))
        elif kind == 1:
            packet[2] |= 0x80  # a response that nobody asked for
        elif kind == 2:
            packet[message.HEADER : message.HEADER + 2] = b"\xc0\x0c"  # a name that is itself
        for _ in range(chance.randrange(6)):
            if packet:
                packet[chance.randrange(len(packet))] = chance.randrange(256)
        transport.sendto(bytes(packet))
        account.hostile += 1
        await asyncio.sleep(pause)
