"""Requests by HTTP: what is read, what is refused, and that nothing breaks the reader."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import cast

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.serve import doh, web
from mangnon.gateway.serve.http2 import Http2
from mangnon.gateway.serve.page import visited
from mangnon.gateway.serve.web import Limits, Request, Response

LIMITS = Limits(most_body=100, idle_s=1)


class Writer:
    """Keeps what is said. Plays the part of an asyncio.StreamWriter."""

    def __init__(self) -> None:
        self.said, self.transport = b"", self

    def write(self, raw: bytes) -> None:
        self.said += raw

    async def drain(self) -> None: ...

    def get_write_buffer_size(self) -> int:
        return 0

    def abort(self) -> None: ...


async def _talk(raw: bytes, *, http2: bool) -> tuple[list[Request], bytes]:
    reader, writer, seen = asyncio.StreamReader(limit=web.MOST_HEAD), Writer(), list[Request]()
    reader.feed_data(raw)
    reader.feed_eof()

    async def respond(request: Request) -> Response:
        seen.append(request)
        return Response(HTTPStatus.OK, (), b"vang")

    given_writer = cast(asyncio.StreamWriter, writer)
    try:
        if http2:
            await Http2(reader, given_writer, respond, LIMITS).run()
            await asyncio.sleep(0)
        else:
            await web.serve(reader, given_writer, respond, LIMITS)
    except asyncio.IncompleteReadError:
        pass  # the client left in the middle
    return seen, writer.said


def talk(raw: bytes, *, http2: bool = False) -> tuple[list[Request], bytes]:
    """The requests that were answered, and what was said."""
    return asyncio.run(_talk(raw, http2=http2))


def test_requests_come_one_after_another_until_one_ends_it() -> None:
    one = b"POST /a?b=c HTTP/1.1\r\nHost: x.example\r\nContent-Length: 3\r\n\r\nabc"
    last = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
    seen, said = talk(one + last + one)
    assert [(each.method, each.path, each.query, each.body) for each in seen] == [
        ("POST", "/a", "b=c", b"abc"),
        ("GET", "/", "", b""),
    ]
    assert said.count(b"HTTP/1.1 200 OK") == 2
    assert said.count(b"connection: close") == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n folded\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1, 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 9000 + b"\r\n\r\n", 431),
    ],
)
def test_what_is_not_plainly_a_request_ends_the_connection(raw: bytes, status: int) -> None:
    seen, said = talk(raw + b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert seen == []
    assert said.startswith(f"HTTP/1.1 {status} ".encode())
    assert said.count(b"HTTP/1.1 ") == 1


def test_two_lengths_are_one_too_many() -> None:
    head = b"POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 24\r\n\r\n"
    seen, said = talk(head + b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert seen == []
    assert said.startswith(b"HTTP/1.1 400 ")


@given(raw=st.binary(max_size=400))
def test_whatever_comes_by_http1_is_survived(raw: bytes) -> None:
    for before in (b"", b"GET / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nContent-Length: "):
        talk(before + raw)


@given(raw=st.binary(max_size=200), kind=st.integers(0, 11), flags=st.integers(0, 255))
def test_whatever_comes_by_http2_is_survived(raw: bytes, kind: int, flags: int) -> None:
    client = H2Connection(H2Configuration(header_encoding="utf-8"))
    client.initiate_connection()
    hello = client.data_to_send()
    frame = len(raw).to_bytes(3, "big") + bytes([kind, flags]) + b"\0\0\0\1" + raw
    for each in (raw, hello + raw, hello + frame, hello + frame * 2):
        talk(each, http2=True)


@given(query=st.text(max_size=60))
def test_whatever_stands_in_a_query_is_a_message_or_refused(query: str) -> None:
    for each in (query, f"dns={query}"):
        try:
            assert isinstance(doh._from_query(each), bytes)
        except doh.NotAsked as wrong:
            assert wrong.response.status == 400  # noqa: PT017


@given(said=st.text(max_size=300))
def test_whatever_stands_in_a_host_is_a_name_or_none(said: str) -> None:
    host, shown = visited(said)
    assert len(shown) <= 300
    assert host == "" or shown.startswith(host)
