"""What both fake servers share: threads on loopback, requests taken apart, faults on demand.

A fault is put in advance and strikes the next request whose path ends so:

    fake.strike(Fault("/article/create", after=True))   # heard, done, and never answered
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_FIELD = re.compile(rb'name="([^"]*)"(?:; filename="([^"]*)")?')
_KIND = re.compile(rb"Content-Type: *([^\r\n]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, Upload]
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """`data` as JSON; bytes as they are, of that `kind`."""

    data: Any
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Strikes once: the line is cut before (`after`: once it is done), slowly, or it is answered
    so. `drip`: one byte a second for ever."""

    path: str
    method: str = ""
    after: bool = False
    reply: Reply | None = None
    seconds: float = 0.0
    drip: bool = False

    def meets(self, request: Request) -> bool:
        return request.path.endswith(self.path) and self.method in {"", request.method}


class Fake:
    """A server on 127.0.0.1. A subclass answers in `answer`, called under a lock."""

    def __init__(self, port: int = 0) -> None:
        self.lock = threading.RLock()
        self.asked: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self._ahead = 0.0
        fake = self

        class Handler(_Handler):
            outer = fake

        self._server = _Server(("127.0.0.1", port), Handler)
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def now(self) -> float:
        return time.time() + self._ahead

    def days_pass(self, days: float) -> None:
        self._ahead += days * 86400

    def strike(self, *faults: Fault) -> None:
        self.faults += faults

    def due(self, request: Request) -> Fault | None:
        with self.lock:
            self.asked.append((request.method, request.path))
            found = next((one for one in self.faults if one.meets(request)), None)
            if found:
                self.faults.remove(found)
            return found

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients of these tests are killed and hang up; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    outer: Fake
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: whoever wants to know asks `asked`."""

    def _handle(self) -> None:
        request = self._request()
        fault = self.outer.due(request)
        if fault and fault.seconds:
            time.sleep(fault.seconds)
        if fault and fault.reply:
            return self._send(fault.reply)
        if fault and fault.drip:
            return self._drip()
        if fault and not fault.after and not fault.seconds:
            return self._cut()
        with self.outer.lock:
            reply = self.outer.answer(request)
        if fault and fault.after:
            return self._cut()
        return self._send(reply)

    do_GET = do_POST = do_DELETE = _handle  # noqa: N815

    def _request(self) -> Request:
        at = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        form: dict[str, str] = {}
        files: dict[str, Upload] = {}
        said: dict[str, Any] = {}
        if kind.startswith("application/json"):
            said = json.loads(body)
        elif kind.startswith("multipart/form-data"):
            form, files = _parts(body, kind.rpartition("boundary=")[2])
        elif body:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(at.query))
        return Request(self.command, at.path, query, headers, form, files, said)

    def _send(self, reply: Reply) -> None:
        raw = reply.data
        body = raw if isinstance(raw, bytes) else json.dumps(raw, ensure_ascii=False).encode()
        with suppress(OSError):
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = True

    def _drip(self) -> None:
        with suppress(OSError):
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b" ")
                time.sleep(0.05)
        self.close_connection = True

    def _cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True


def _parts(body: bytes, edge: str) -> tuple[dict[str, str], dict[str, Upload]]:
    form: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in body.split(f"--{edge}".encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        named = _FIELD.search(head)
        assert named, head
        content = content.removesuffix(b"\r\n")
        kind = _KIND.search(head)
        if named[2] is None:
            form[named[1].decode()] = content.decode()
        else:
            files[named[1].decode()] = Upload(kind[1].decode() if kind else "", content)
    return form, files


def page(title: str, *parts: str) -> Reply:
    """A page for whoever looks at the demo's other end in a browser."""
    body = (
        f"<!doctype html><html lang=vi><meta charset=utf-8><title>{title}</title><h1>{title}</h1>"
    )
    return Reply((body + "".join(parts)).encode(), kind="text/html; charset=utf-8")
