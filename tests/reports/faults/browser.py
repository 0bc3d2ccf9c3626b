"""A browser without scripts, as little of one as a report needs: cookies, forms, one connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
ANSWERED_WITHIN_SECONDS = 30.0


class Broken(Exception):
    """No whole answer came: refused, cut, or too late."""


@dataclass(frozen=True)
class Page:
    """What came back, and the path it came from."""

    path: str
    status: int
    location: str
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of its form."""
        found = _HIDDEN.findall(self.body)
        return {name.decode(): unescape(value.decode()) for name, value in found}


class Browser:
    """One window. `address` is where it seems to come from: all of 127.0.0.0/8 is this machine."""

    def __init__(
        self, port: int, address: str = "127.0.0.1", patience_s: float = ANSWERED_WITHIN_SECONDS
    ) -> None:
        self.port, self.address, self.patience_s = port, address, patience_s
        self.cookies: dict[str, str] = {}
        self.asked = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self, path: str) -> Page:
        return await self._ask("GET", path, b"")

    async def send(self, path: str, fields: Mapping[str, str]) -> Page:
        """A form, without following where it leads."""
        return await self._ask("POST", path, urlencode(fields).encode())

    def twin(self) -> Browser:
        """Another connection of the same browser: the second press of a double click."""
        other = Browser(self.port, self.address, self.patience_s)
        other.cookies = dict(self.cookies)
        return other

    def new_person(self) -> None:
        """The next one at this window: no cookie is left."""
        self.cookies.clear()

    async def _ask(self, method: str, path: str, body: bytes) -> Page:
        self.asked += 1
        try:
            async with asyncio.timeout(self.patience_s):
                return await self._exchange(method, path, body)
        except (OSError, EOFError, TimeoutError, ValueError) as wrong:
            self.close()
            raise Broken(f"{method} {path}: {wrong!r}") from wrong

    async def _exchange(self, method: str, path: str, body: bytes) -> Page:
        if self._streams is None:
            where = (self.address, 0)
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=where, limit=1 << 20
            )
        reader, writer = self._streams
        writer.write(self._head(method, path, len(body)) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        whole = await reader.readexactly(int(length[1])) if length else b""
        for name, value in _COOKIE.findall(head):
            self._keep(name.decode(), value.decode())
        if _CLOSES.search(head):
            self.close()
        to = _LOCATION.search(head)
        return Page(path, int(head[9:12]), to[1].decode() if to else "", whole)

    def _keep(self, name: str, value: str) -> None:
        if value in {"", '""'}:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def _head(self, method: str, path: str, length: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {kept}")
        if method == "POST":
            lines += [
                f"Origin: http://127.0.0.1:{self.port}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {length}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
