"""Asking a channel's servers over HTTP.

- One request, one answer: nothing is followed to another place, so that a token goes only where it
  was meant for. Only https, plain http within this machine (the servers of tests and demos).
- Bounded in time and in bytes. Tokens travel in headers and bodies, never in addresses, and never
  into the words of an error.
- A request that changes something out there and gets no answer may have been heard: Unsure. One
  that did not leave, or that only reads, may simply be made again: Later.
"""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from mangnon.publishing.channels.base import Later, Media, Refused, Unsure

SECONDS = 20.0
_BYTES_A_SECOND = 250_000  # a slow line out of a commune, for pictures and videos
_CONNECT_SECONDS = 8.0
_MOST_BYTES = 2 * 2**20
_MOVED = range(300, 400)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask. `form` and `files` make a form, `said` a JSON body; `changes`: something stands
    out there afterwards that did not before, and asking twice would make it twice."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    files: Sequence[tuple[str, Media]] = field(default=(), repr=False)
    said: Mapping[str, Any] | None = field(default=None, repr=False)
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`data`: the JSON object of the body, empty when there is none. `blank`: no body at all."""

    status: int
    data: Mapping[str, Any] = field(repr=False)
    blank: bool = False
    retry_after: timedelta | None = None


def ask(base: str, asked: Asked) -> Answer:
    """Ask the server at `base`. Raises Refused (a bad address), Later and Unsure."""
    at = _checked(base)
    body, kind = _body(asked)
    path = at.path.rstrip("/") + asked.path
    path += f"?{urlencode(asked.query)}" if asked.query else ""
    headers = {"Accept": "application/json", "User-Agent": "MangNon", **asked.headers}
    if kind:
        headers["Content-Type"] = kind
    line = _connected(at)
    with _cut_after(line, SECONDS + len(body) / _BYTES_A_SECOND) as was_cut:
        try:
            line.request(asked.method, path, body or None, headers)
            answer = _read(line.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            raise _no_answer(at, asked, wrong) from None
        if was_cut.is_set():  # an end that we made ourselves is not the answer's
            raise _no_answer(at, asked, TimeoutError())
    return answer


def _no_answer(at: SplitResult, asked: Asked, wrong: Exception) -> Exception:
    words = f"{at.hostname} không trả lời ({type(wrong).__name__})."
    return Unsure(words) if asked.changes else Later(words)


def _checked(base: str) -> SplitResult:
    at = urlsplit(base)
    if at.scheme == "https" or (at.scheme == "http" and at.hostname in _LOOPBACK):
        return at
    raise Refused(f"Địa chỉ máy chủ của kênh phải là https://, không phải {at.scheme}://.")


def _connected(at: SplitResult) -> http.client.HTTPConnection:
    host, port = str(at.hostname), at.port
    line: http.client.HTTPConnection
    if at.scheme == "https":
        line = http.client.HTTPSConnection(host, port, timeout=_CONNECT_SECONDS, context=_tls())
    else:
        line = http.client.HTTPConnection(host, port, timeout=_CONNECT_SECONDS)
    try:
        line.connect()
    except OSError:  # nothing has left this machine
        line.close()
        raise Later(f"Không nối được {host}; hệ thống tự thử lại.") from None
    return line


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _cut_after(line: http.client.HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """A server that answers one byte a second does not hold a worker for ever."""
    was_cut = threading.Event()
    sock = line.sock
    sock.settimeout(seconds)
    cut = threading.Timer(seconds, _cut, [sock, was_cut])
    cut.daemon = True
    cut.start()
    try:
        yield was_cut
    finally:
        cut.cancel()
        line.close()


def _cut(sock: socket.socket, was_cut: threading.Event) -> None:
    was_cut.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse) -> Answer:
    raw = answer.read(_MOST_BYTES + 1)
    if answer.status in _MOVED:
        raise Later("Máy chủ của kênh chỉ sang một địa chỉ khác; hệ thống không đi theo.")
    waits = answer.headers.get("Retry-After", "")
    return Answer(
        answer.status,
        _object(raw),
        blank=not raw.strip(),
        retry_after=timedelta(seconds=int(waits)) if waits.isdecimal() else None,
    )


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw) if len(raw) <= _MOST_BYTES else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _body(asked: Asked) -> tuple[bytes, str]:
    if asked.said is not None:
        return json.dumps(asked.said, ensure_ascii=False).encode(), "application/json"
    if asked.files:
        return _multipart(asked.form or {}, asked.files)
    if asked.form is not None:
        return urlencode(asked.form).encode(), "application/x-www-form-urlencoded"
    return b"", ""


def _multipart(fields: Mapping[str, str], files: Sequence[tuple[str, Media]]) -> tuple[bytes, str]:
    """RFC 7578. The name of a file is ours and plain, so that nothing has to be escaped."""
    edge = f"mangnon-{secrets.token_hex(16)}"
    parts = []
    for name, value in fields.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for number, (name, media) in enumerate(files, start=1):
        ending = media.kind.rpartition("/")[2].rpartition("-")[2]
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="tep-{number}.{ending}"\r\nContent-Type: {media.kind}\r\n\r\n'
        )
        parts.append(head.encode() + media.content + b"\r\n")
    parts.append(f"--{edge}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
