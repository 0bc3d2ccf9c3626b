"""DNS over HTTPS: who asks how, and what a client cannot make the filter do."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded, StreamReset

from mangnon.gateway.engine import message
from mangnon.gateway.serve.doh import freshness
from mangnon.gateway.serve.records import body, read_reply
from tests.gateway.serve.certificates import doors
from tests.gateway.serve.school import (
    PUPIL,
    TEACHER,
    School,
    Upstream,
    a,
    free_port,
    query,
    school,
    soa,
)

MEDIA = "application/dns-message"
GAME, OPEN = query("game.example"), query("mo.example")
ZONE = {
    ("mo.example", message.A): [a("mo.example", "192.0.2.7", 70), a("mo.example", "192.0.2.8")],
    ("game.example", message.A): [a("game.example", "192.0.2.9")],
    ("lon.example", message.A): [a("lon.example", f"192.0.2.{n}") for n in range(200)],
}  # fmt: skip
TOKEN = "co-lan-7h3k"


@dataclass
class Doh:
    """The DoH door of a running school."""

    running: School
    port: int
    context: ssl.SSLContext

    def ask(
        self,
        method: str = "POST",
        path: str = "/dns-query",
        packet: bytes | None = GAME,
        media: str = MEDIA,
        by: str = PUPIL,
    ) -> tuple[int, bytes, str]:
        """By HTTP/1.1: status, answer, how long it may be kept."""
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=self.context, timeout=5, source_address=(by, 0)
        )
        line.request(method, path, packet, {"content-type": media})
        answer = line.getresponse()
        raw = answer.read()
        line.close()
        return answer.status, raw, answer.headers.get("cache-control", "")

    @contextmanager
    def line(self, *, by: str = PUPIL, at: str = "127.0.0.1") -> Iterator[Line]:
        context = ssl.create_default_context(cafile=self.running.folder / "cert.pem")
        context.set_alpn_protocols(["h2"])
        source = (by, 0) if at == "127.0.0.1" else None
        with (
            socket.create_connection((at, self.port), timeout=5, source_address=source) as plain,
            context.wrap_socket(plain, server_hostname="truong.example") as secure,
        ):
            assert secure.selected_alpn_protocol() == "h2"
            yield Line(secure, H2Connection(H2Configuration(header_encoding="utf-8")))


class Line:
    """A client's HTTP/2 connection."""

    def __init__(self, sock: ssl.SSLSocket, frames: H2Connection) -> None:
        self.sock, self.frames = sock, frames
        frames.initiate_connection()
        self.send()
        self.status: dict[int, str] = {}
        self.data: dict[int, bytes] = {}
        self.ended: list[int] = []

    def send(self) -> None:
        self.sock.sendall(self.frames.data_to_send())

    def begin(self, packet: bytes, *, path: str = "/dns-query", end: bool = True) -> int:
        stream = self.frames.get_next_available_stream_id()
        fields = [(":method", "POST"), (":scheme", "https"), (":authority", "truong.example")]
        fields += [(":path", path), ("content-type", MEDIA)]
        self.frames.send_headers(stream, fields)
        if end:
            self.frames.send_data(stream, packet, end_stream=True)
        return stream

    def pour(self, stream: int, count: int) -> None:
        """Send this many bytes as the other side makes room for them."""
        while count:
            room = self.frames.local_flow_control_window(stream)
            size = min(room, count, self.frames.max_outbound_frame_size)
            if size:
                self.frames.send_data(stream, bytes(size))
                self.send()
                count -= size
            else:
                self.take()

    def hear(self, count: int) -> None:
        """Until this many streams have ended. Raises ConnectionError when the other side goes."""
        self.send()
        while len(self.ended) < count:
            self.take()

    def take(self) -> None:
        raw = self.sock.recv(65_536)
        if not raw:
            raise ConnectionError
        for event in self.frames.receive_data(raw):
            match event:
                case ResponseReceived():
                    fields = {str(name): str(value) for name, value in event.headers}
                    self.status[event.stream_id] = fields[":status"]
                case DataReceived():
                    self.data[event.stream_id] = self.data.get(event.stream_id, b"") + event.data
                    length = event.flow_controlled_length
                    self.frames.acknowledge_received_data(length, event.stream_id)
                case StreamEnded() | StreamReset():
                    self.ended.append(event.stream_id)
        self.send()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doh]:
    folder, port = tmp_path_factory.mktemp("school"), free_port()
    more = doors(folder, tls_port=free_port(), doh_port=port)
    with Upstream(dict(ZONE)).running() as up, school(folder, up.port, more=more) as running:
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        next(each for each in plan["groups"] if each["key"] == "staff")["tokens"] = [TOKEN]
        (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        doh = Doh(running, port, ssl.create_default_context(cafile=folder / "cert.pem"))
        path = f"/dns-query/{TOKEN}"
        assert running.until(lambda: all(doh.ask(path=path)[0] == 200 for _ in range(6)))
        yield doh


def to(raw: bytes) -> list[str]:
    return [socket.inet_ntoa(each.data) for each in read_reply(raw).answers]


def by_get(packet: bytes) -> str:
    return "/dns-query?dns=" + base64.urlsafe_b64encode(packet).decode().rstrip("=")


def test_the_group_is_that_of_the_address(demo: Doh) -> None:
    status, raw, kept = demo.ask(by=PUPIL)
    assert (status, to(raw), kept) == (200, ["127.0.0.1"], "private, max-age=10")
    status, raw, _ = demo.ask(by=TEACHER)
    assert (status, to(raw)) == (200, ["192.0.2.9"])


def test_a_token_names_the_group_wherever_the_client_is(demo: Doh) -> None:
    status, raw, _ = demo.ask(path=f"/dns-query/{TOKEN}", by=PUPIL)
    assert (status, to(raw)) == (200, ["192.0.2.9"])


@pytest.mark.parametrize(
    "path", ["/dns-query/doan-mo", "/dns-query/", f"/dns-query/{TOKEN}/", "/", f"/{TOKEN}"]
)
def test_a_guessed_token_leads_nowhere(demo: Doh, path: str) -> None:
    assert demo.ask(path=path) == (404, b"", "")


def test_an_answer_may_be_kept_as_long_as_its_shortest_ttl(demo: Doh) -> None:
    status, raw, kept = demo.ask("GET", by_get(OPEN), None)
    assert (status, to(raw)) == (200, ["192.0.2.7", "192.0.2.8"])
    shortest = min(each.ttl for each in read_reply(raw).answers)
    assert kept == f"private, max-age={shortest}"
    assert 60 <= shortest <= 70


@pytest.mark.parametrize(
    ("rcode", "answers", "authority", "kept"),
    [
        (0, (a("mo.example", "192.0.2.7", 90), a("mo.example", "192.0.2.8", 40)), (), 40),
        (3, (), (soa("example", 900, 60),), 60),
        (3, (), (soa("example", 30, 60),), 30),
        (3, (), (), 0),
    ],
)
def test_freshness(rcode: int, answers: tuple, authority: tuple, kept: int) -> None:  # type: ignore[type-arg]
    question = message.read_question(OPEN)
    assert question is not None
    assert freshness(body(question, rcode=rcode, answers=answers, authority=authority)) == kept
    assert freshness(b"scrap") == 0


@pytest.mark.parametrize(
    ("method", "path", "packet", "media", "status"),
    [
        ("GET", "/dns-query", None, MEDIA, 400),
        ("GET", "/dns-query?dns=", None, MEDIA, 400),
        ("GET", "/dns-query?dns=%C3%A9", None, MEDIA, 400),
        ("GET", "/dns-query?dns=AAA+", None, MEDIA, 400),
        ("GET", "/dns-query?dns=AAAA", None, MEDIA, 400),
        ("POST", "/dns-query", b"", MEDIA, 400),
        ("POST", "/dns-query", GAME, "text/plain", 415),
        ("POST", "/dns-query", bytes(65_536), MEDIA, 413),
        ("DELETE", "/dns-query", None, MEDIA, 405),
    ],
)
def test_what_is_no_question_is_refused(
    demo: Doh, method: str, path: str, packet: bytes | None, media: str, status: int
) -> None:
    assert demo.ask(method, path, packet, media)[:2] == (status, b"")


def test_a_scrap_of_a_question_is_answered_as_dns(demo: Doh) -> None:
    status, raw, kept = demo.ask(packet=GAME[:20])
    assert (status, raw[3] & 15, kept) == (200, message.FORMERR, "private, max-age=0")


def test_http2_answers_a_hundred_questions_side_by_side(demo: Doh) -> None:
    with demo.line() as line:
        streams = [line.begin(GAME if n % 2 else query("lon.example")) for n in range(100)]
        line.hear(100)
    assert {line.status[each] for each in streams} == {"200"}
    assert [len(read_reply(line.data[each]).answers) for each in streams] == [200, 1] * 50


def test_http2_on_ipv6(demo: Doh) -> None:
    with demo.line(at="::1") as line:
        stream = line.begin(GAME)
        line.hear(1)
    assert to(line.data[stream]) == ["127.0.0.1"]


@pytest.mark.parametrize(("size", "status"), [(65_535, "200"), (65_536, "413")])
def test_http2_refuses_a_message_that_is_too_long(demo: Doh, size: int, status: str) -> None:
    with demo.line() as line:
        stream = line.begin(b"", end=False)
        line.pour(stream, size)
        if status == "200":
            line.frames.send_data(stream, b"", end_stream=True)
        line.hear(1)
    assert line.status == {stream: status}


def _take_everything_back(line: Line) -> None:
    while True:
        for _ in range(10):
            line.frames.reset_stream(line.begin(query("lon.example")))
        line.frames.ping(b"are you?")
        line.send()
        line.take()


def test_a_client_that_takes_everything_back_loses_its_connection(demo: Doh) -> None:
    with demo.line() as line:
        line.take()
        with pytest.raises((ConnectionError, ssl.SSLError)):
            _take_everything_back(line)
    assert demo.ask()[0] == 200


def test_a_client_that_breaks_the_rules_is_told_goodbye(demo: Doh) -> None:
    with demo.line() as line:
        line.sock.sendall(b"\xff" * 64)
        with pytest.raises(ConnectionError):
            line.hear(1)


def _heed_nothing(line: Line, streams: int) -> None:
    """Open streams as a client that does not care what it was told."""
    fields = [(":method", "POST"), (":scheme", "https"), (":authority", "t"), (":path", "/")]
    head = line.frames.encoder.encode(fields)
    for number in range(streams):
        frame = struct.pack("!I", len(head))[1:] + b"\1\4"
        line.sock.sendall(frame + struct.pack("!I", 2 * number + 1) + head)
    line.hear(1)


def test_too_many_streams_at_once_end_the_connection(demo: Doh) -> None:
    with demo.line() as line:
        line.take()
        with pytest.raises((ConnectionError, ssl.SSLError)):
            _heed_nothing(line, 101)
    assert demo.ask()[0] == 200
