"""Fetching one list over HTTP: conditional, bounded in bytes and in time, never into our networks.

Bytes are asked for as they lie at the publisher (`Accept-Encoding: identity`), so that a signature
over the file is one over what came.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import SplitResult, urljoin

from mangnon.gateway.feeds.model import MEGABYTE, Fetched, FetchFailed, FetchRefused, Known, Limits
from mangnon.gateway.feeds.reaching import checked_address, port_of, reachable

_CHUNK = 2**16
_CONNECT_SECONDS = 10.0
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGENT = "MangNon-lists"


@dataclass(frozen=True)
class _Asking:
    """One fetch with its limits; `ends_at` on the monotonic clock."""

    known: Known
    limits: Limits
    tls: ssl.SSLContext
    ends_at: float

    @property
    def seconds_left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise FetchFailed(f"Tải quá {self.limits.seconds:.0f} giây chưa xong.")
        return left


def fetch(
    address: str,
    into: BinaryIO,
    *,
    limits: Limits,
    known: Known = Known(),  # noqa: B008 - frozen and empty
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Write what lies at an address into a file.

    `known`: what the publisher said of the version held; it may answer that it is still the same.
    Raises FetchFailed (try again) and FetchRefused (do not).
    """
    ends_at = time.monotonic() + limits.seconds
    asking = _Asking(known, limits, tls or ssl.create_default_context(), ends_at)
    for _ in range(limits.redirects + 1):
        parts = checked_address(address, limits)
        with _answer(parts, asking) as answer:
            if answer.status not in _MOVED:
                return _taken(answer, into, asking)
            address = urljoin(address, answer.headers.get("Location", ""))
    raise FetchFailed(f"Máy chủ chuyển tiếp quá {limits.redirects} lần.")


@contextmanager
def _answer(parts: SplitResult, asking: _Asking) -> Iterator[http.client.HTTPResponse]:
    """Ask, and keep the connection for as long as the answer is read; cut it when time is up."""
    line = http.client.HTTPConnection(str(parts.hostname), port_of(parts))
    sock = line.sock = _connected(parts, asking)
    cut = threading.Timer(asking.seconds_left, _cut, [sock])
    cut.daemon = True
    cut.start()
    try:
        line.request("GET", _target(parts), headers=_headers(parts, asking.known))
        yield line.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        asking.seconds_left  # noqa: B018 - raises when it was we who cut the connection
        raise FetchFailed(f"Đường truyền hỏng: {type(wrong).__name__}.") from None
    finally:
        cut.cancel()
        line.close()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connected(parts: SplitResult, asking: _Asking) -> socket.socket:
    host, wrong = str(parts.hostname), "không có địa chỉ"
    for address in reachable(parts, asking.limits):
        try:
            seconds = min(_CONNECT_SECONDS, asking.seconds_left)
            sock = socket.create_connection((address, port_of(parts)), seconds)
        except OSError as refused:
            wrong = refused.strerror or type(refused).__name__
            continue
        return sock if parts.scheme == "http" else _sealed(sock, host, asking.tls)
    raise FetchFailed(f"Không nối được {host}: {wrong}.")


def _sealed(sock: socket.socket, host: str, tls: ssl.SSLContext) -> socket.socket:
    try:
        return tls.wrap_socket(sock, server_hostname=host)
    except ssl.SSLCertVerificationError as wrong:
        sock.close()
        raise FetchFailed(f"Chứng thư của {host} không đúng: {wrong.verify_message}.") from None
    except OSError as wrong:
        sock.close()
        raise FetchFailed(f"{host} không nói TLS: {type(wrong).__name__}.") from None


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(parts: SplitResult, known: Known) -> dict[str, str]:
    headers = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _taken(answer: http.client.HTTPResponse, into: BinaryIO, asking: _Asking) -> Fetched:
    if answer.status == 304 and asking.known != Known():
        return Fetched(True, 0, asking.known.etag, asking.known.last_modified)
    if answer.status != 200:
        raise FetchFailed(f"Máy chủ trả lời {answer.status}.")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchFailed("Máy chủ nén dữ liệu dù không được yêu cầu.")
    size = _copied(answer, into, asking)
    told = answer.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) != size:
        raise FetchFailed(f"Tải thiếu: {size} trong {told} byte.")
    etag = answer.headers.get("ETag", "")
    last_modified = answer.headers.get("Last-Modified", "")
    # A value too long to be kept is not sent back: the list is then fetched whole each time.
    return Fetched(
        False,
        size,
        etag if len(etag) <= 200 else "",
        last_modified if len(last_modified) <= 100 else "",
    )


def _copied(answer: http.client.HTTPResponse, into: BinaryIO, asking: _Asking) -> int:
    most, size = asking.limits.most_bytes, 0
    told = answer.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > most:
        raise FetchRefused(f"Tệp lớn hơn {most // MEGABYTE} MB.")
    while chunk := answer.read1(_CHUNK):
        asking.seconds_left  # noqa: B018 - raises when time is up
        size += len(chunk)
        if size > most:
            raise FetchRefused(f"Tệp lớn hơn {most // MEGABYTE} MB.")
        into.write(chunk)
    asking.seconds_left  # noqa: B018 - an end that we made ourselves is not the file's
    return size
