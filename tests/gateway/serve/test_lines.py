"""Upstreams by kept connections: TCP, TLS and HTTPS, and whom they do not believe."""

from __future__ import annotations

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.config import Upstream
from mangnon.gateway.serve.http2 import Http2
from mangnon.gateway.serve.records import Reply
from mangnon.gateway.serve.tls import Certificate
from mangnon.gateway.serve.upstream import AllLost, Upstreams
from mangnon.gateway.serve.web import Limits, Request, Response
from tests.gateway.serve.certificates import certificate
from tests.gateway.serve.school import Upstream as Fake
from tests.gateway.serve.school import a

NAMES = [f"n{number}.example" for number in range(60)]
ZONE = {(name, message.A): [a(name, f"192.0.2.{n}")] for n, name in enumerate(NAMES)}
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Resolver:
    """An upstream for this loop. `lines`: connections that came; `packets`: questions heard."""

    fake: Fake = field(default_factory=lambda: Fake(dict(ZONE)))
    lines: list[asyncio.StreamWriter] = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    media: str = "application/dns-message"
    status: HTTPStatus = HTTPStatus.OK
    silent: bool = False
    answers_per_line: int = 10_000

    async def frames(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """TCP and TLS."""
        self.lines.append(writer)
        try:
            for answered in range(self.answers_per_line + 1):
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                packet = await reader.readexactly(length)
                self.packets.append(packet)
                if not self.silent and answered < self.answers_per_line:
                    self._say(writer, packet)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _say(self, writer: asyncio.StreamWriter, packet: bytes) -> None:
        said = self.fake.answer(_plain(packet), "tcp")
        writer.write(struct.pack("!H", len(said)) + said)

    async def requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.append(writer)

        async def respond(request: Request) -> Response:
            self.paths.append(request.path)
            self.packets.append(request.body)
            said = self.fake.answer(_plain(request.body), "https")
            return Response(self.status, (("content-type", self.media),), said)

        try:
            await Http2(reader, writer, respond, Limits(4096, 5)).run()
        finally:
            writer.close()

    @asynccontextmanager
    async def running(self, talk: Talk, context: ssl.SSLContext | None) -> AsyncIterator[int]:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
        yield server.sockets[0].getsockname()[1]
        server.close()
        for writer in self.lines:
            writer.close()
        await asyncio.sleep(0)


def _plain(packet: bytes) -> bytes:
    """Without what fills it up: the fake reads plain questions alone."""
    question = message.read_question(packet)
    assert question is not None
    return packet[: question.end] + message.opt_record()


PROTOCOLS = ["tcp", "tls", "https"]


async def ask_all(
    folder: Path,
    resolver: Resolver,
    protocol: str,
    rounds: list[list[str]],
    *,
    name: str = "dns.example",
    ca: str = "cert.pem",
    between: Callable[[], None] = lambda: None,
) -> list[Reply | BaseException]:
    """Each round's names at once, one round after the other, by one `Upstreams`."""
    pair = certificate(folder, "dns.example")
    certificate(folder, "dns.example", stem="other")
    door = Certificate(*pair, ["h2" if protocol == "https" else "dot"])
    talk = resolver.requests if protocol == "https" else resolver.frames
    async with resolver.running(talk, None if protocol == "tcp" else door.context) as port:
        to = Upstream("127.0.0.1", port, protocol=protocol, name=name, path="/hoi", ca=folder / ca)
        upstreams = Upstreams((to,), 0.5)
        replies: list[Reply | BaseException] = []
        for each in rounds:
            asked = [Asked(names.wire(one.encode()), message.A) for one in each]
            asking = [upstreams.ask(one) for one in asked]
            replies += await asyncio.gather(*asking, return_exceptions=True)
            between()
            await asyncio.sleep(0.05)
        upstreams.close()
        await asyncio.sleep(0.05)
    return replies


def right(replies: list[Reply | BaseException], asked: list[str]) -> bool:
    return [each.answers for each in replies if isinstance(each, Reply)] == [
        tuple(ZONE[name, message.A]) for name in asked
    ]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_sixty_questions_share_one_connection(tmp_path: Path, protocol: str) -> None:
    resolver = Resolver()
    replies = asyncio.run(ask_all(tmp_path, resolver, protocol, [NAMES[:59], NAMES[59:]]))
    assert right(replies, NAMES)
    assert len(resolver.lines) == 1


def test_by_https_the_path_is_asked_with_id_zero(tmp_path: Path) -> None:
    resolver = Resolver()
    asyncio.run(ask_all(tmp_path, resolver, "https", [NAMES[:1]]))
    assert resolver.paths == ["/hoi"]
    assert resolver.packets[0][:2] == b"\0\0"


@pytest.mark.parametrize("protocol", ["tls", "https"])
def test_the_length_of_a_hidden_question_tells_nothing(tmp_path: Path, protocol: str) -> None:
    resolver = Resolver()
    asyncio.run(ask_all(tmp_path, resolver, protocol, [["n1.example", "n10.example"]]))
    assert [len(packet) for packet in resolver.packets] == [128, 128]


@pytest.mark.parametrize("protocol", ["tls", "https"])
@pytest.mark.parametrize(
    ("name", "ca"),
    [("khac.example", "cert.pem"), ("dns.example", "other.pem"), ("dns.example", "khong-co.pem")],
    ids=["another name", "another authority", "no authority"],
)
def test_a_false_certificate_is_told_nothing(
    tmp_path: Path, protocol: str, name: str, ca: str
) -> None:
    resolver = Resolver()
    [said] = asyncio.run(ask_all(tmp_path, resolver, protocol, [NAMES[:1]], name=name, ca=ca))
    assert isinstance(said, AllLost)
    assert resolver.packets == []


def test_an_address_in_the_certificate_is_enough(tmp_path: Path) -> None:
    replies = asyncio.run(ask_all(tmp_path, Resolver(), "tls", [NAMES[:1]], name=""))
    assert right(replies, NAMES[:1])


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_connection_that_was_closed_is_made_anew(tmp_path: Path, protocol: str) -> None:
    resolver = Resolver()

    def hang_up() -> None:
        resolver.lines[-1].close()

    rounds = [NAMES[:1], NAMES[1:2]]
    replies = asyncio.run(ask_all(tmp_path, resolver, protocol, rounds, between=hang_up))
    assert right(replies, NAMES[:2])
    assert len(resolver.lines) == 2


def test_a_question_that_finds_the_connection_dying_is_asked_once_more(tmp_path: Path) -> None:
    resolver = Resolver(answers_per_line=1)
    replies = asyncio.run(ask_all(tmp_path, resolver, "tls", [NAMES[:1], NAMES[1:2]]))
    assert right(replies, NAMES[:2])
    assert (len(resolver.lines), len(resolver.packets)) == (2, 3)


def test_a_connection_that_fell_silent_is_left(tmp_path: Path) -> None:
    resolver = Resolver(silent=True)

    def speak() -> None:
        resolver.silent = False

    rounds = [NAMES[:1], NAMES[1:2]]
    replies = asyncio.run(ask_all(tmp_path, resolver, "tls", rounds, between=speak))
    assert isinstance(replies[0], AllLost)
    assert right(replies[1:], NAMES[1:2])
    assert len(resolver.lines) == 2


@pytest.mark.parametrize(
    "resolver",
    [Resolver(media="text/html"), Resolver(status=HTTPStatus.BAD_GATEWAY)],
    ids=["a login page", "a broken door"],
)
def test_what_is_no_dns_answer_is_not_read(tmp_path: Path, resolver: Resolver) -> None:
    [said] = asyncio.run(ask_all(tmp_path, resolver, "https", [NAMES[:1]]))
    assert isinstance(said, AllLost)
    assert len(resolver.packets) == 1


def test_the_next_protocol_is_asked_when_the_first_is_lost(tmp_path: Path) -> None:
    async def story() -> Reply:
        with Fake(dict(ZONE)).running() as fake:
            lost = Upstream("127.0.0.1", 9, protocol="https")
            upstreams = Upstreams((lost, Upstream("127.0.0.1", fake.port)), 0.5)
            return await upstreams.ask(Asked(names.wire(b"n7.example"), message.A))

    assert asyncio.run(story()).answers == (a("n7.example", "192.0.2.7"),)
