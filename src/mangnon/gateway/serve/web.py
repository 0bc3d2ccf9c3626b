"""HTTP/1.1 as far as the filter speaks it: short requests, short answers, one after another.

Strict on purpose (RFC 9112): what is not plainly a request of known length is refused and the
connection ends, so that nobody can smuggle a second request inside the first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

MOST_HEAD = 8192
PATIENCE_S = 5.0  # for the rest of a request, once it has begun
SEND_S = 10.0
LINGER_S, LINGER_BYTES = 1.0, 1 << 18
_ONLY_ONCE = frozenset({"host", "content-length"})
Fields = tuple[tuple[str, str], ...]


class Refused(Exception):
    """A request that is not read to its end; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """fields: by lower-case name; target: path and query as they came."""

    method: str
    target: str
    fields: Mapping[str, str]
    body: bytes = b""
    keeps: bool = True

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Response:
    status: HTTPStatus
    fields: Fields = ()
    body: bytes = b""
    keeps: bool = True


Respond = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Limits:
    """most_body: bytes; idle_s: seconds for which a connection may rest between requests."""

    most_body: int
    idle_s: float


async def serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond, limits: Limits
) -> None:
    """Answer the requests of one connection until it ends. Raises OSError, TimeoutError and
    IncompleteReadError when the client leaves or falls silent."""
    while True:
        try:
            request = await read_request(reader, limits)
            if request is None:
                return
            response = await respond(request)
            keeps = request.keeps and response.keeps
        except Refused as refused:
            response, keeps = Response(refused.status), False
            request = None
        body_too = request is None or request.method != "HEAD"
        writer.write(wire(response, keeps=keeps, body_too=body_too))
        async with asyncio.timeout(SEND_S):
            await writer.drain()
        if request is None:
            await _linger(reader)
        if not keeps:
            return


async def _linger(reader: asyncio.StreamReader) -> None:
    """Let a refused client finish a little of what it says: closing at once would take the refusal
    back from its ears (RFC 9112 9.6)."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_S):
            left = LINGER_BYTES
            while left > 0 and (said := await reader.read(left)):
                left -= len(said)


async def read_request(reader: asyncio.StreamReader, limits: Limits) -> Request | None:
    """The next request; None when the client is done. Raises Refused."""
    async with asyncio.timeout(limits.idle_s):
        first = await reader.read(1)
    if not first:
        return None
    async with asyncio.timeout(PATIENCE_S):
        try:
            head = first + await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
        request = _head(head)
        length = _length(request, limits.most_body)
        body = await reader.readexactly(length) if length else b""
    return Request(request.method, request.target, request.fields, body, request.keeps)


def _head(raw: bytes) -> Request:
    first, *lines = raw[:-4].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise Refused(HTTPStatus.BAD_REQUEST)
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise Refused(HTTPStatus.BAD_REQUEST)
        if name.lower() in _ONLY_ONCE and name.lower() in fields:
            raise Refused(HTTPStatus.BAD_REQUEST)
        fields[name.lower()] = value.strip()
    keeps = words[2] == "HTTP/1.1" and fields.get("connection", "").lower() != "close"
    return Request(words[0], words[1], fields, keeps=keeps)


def _length(request: Request, most: int) -> int:
    if "transfer-encoding" in request.fields:
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    said = request.fields.get("content-length", "0")
    if not said.isascii() or not said.isdigit():
        raise Refused(HTTPStatus.BAD_REQUEST)
    if len(said) > 9 or int(said) > most:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(said)


def wire(response: Response, *, keeps: bool, body_too: bool = True) -> bytes:
    """The bytes of a response; without its body for HEAD."""
    status = response.status
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in response.fields]
    lines += [f"content-length: {len(response.body)}"]
    lines += [] if keeps else ["connection: close"]
    head = "\r\n".join([*lines, "", ""]).encode()
    return head + response.body if body_too else head
