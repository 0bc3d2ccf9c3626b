"""Asking the platform over HTTP. No redirects are followed: a token goes to one address only."""

from __future__ import annotations

import gzip
import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_S = 20.0
MOST_BYTES = 16 * 1024 * 1024
_PIECE = 1 << 16
_GZIP_FROM = 1024


class Away(Exception):
    """The platform did not answer: no network, a timeout, a server in trouble."""


class Refused(Exception):
    """The platform answered no. `status`: of HTTP; the words are its own."""

    def __init__(self, status: int, words: str, *, revoked: bool = False) -> None:
        super().__init__(words)
        self.status, self.revoked = status, revoked


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> dict[str, Any]:
        """Raises Away: who answers otherwise is not the platform, as a hotel's sign-in page."""
        try:
            said = json.loads(self.body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise Away("máy chủ trả lời không phải của nền tảng")
        return said


@dataclass(frozen=True)
class Talker:
    """Speaks with one platform. url: its address, `https://…`."""

    url: str
    token: str = ""

    def ask(
        self,
        path: str,
        *,
        said: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT_S,
    ) -> Answer:
        """GET, or POST when something is said. path: below the address, or whole. Raises Away and
        Refused."""
        with closing(self._connection(path, timeout)) as connection:
            reply = self._begin(connection, path, said, headers or {})
            try:
                body = reply.read(MOST_BYTES + 1)
            except (OSError, http.client.HTTPException) as wrong:
                raise Away(f"mất kết nối giữa chừng ({wrong})") from None
        if len(body) > MOST_BYTES:
            raise Away("máy chủ gửi quá nhiều")
        return _checked(Answer(reply.status, _lower(reply), body))

    def pieces(self, path: str, *, start: int = 0) -> Iterator[bytes]:
        """A large file from a byte on, piece by piece; b"" first when the platform begins at
        nought instead. Raises Away and Refused."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        with closing(self._connection(path, TIMEOUT_S)) as connection:
            reply = self._begin(connection, path, None, headers)
            if reply.status not in (200, 206):
                _checked(Answer(reply.status, _lower(reply), reply.read(_PIECE)))
                raise Away(f"máy chủ trả lời {reply.status}")
            if start and reply.status == 200:
                yield b""
            try:
                while piece := reply.read(_PIECE):
                    yield piece
            except (OSError, http.client.HTTPException) as wrong:
                raise Away(f"mất kết nối giữa chừng ({wrong})") from None

    def _connection(self, path: str, timeout: float) -> http.client.HTTPConnection:
        parts = urlsplit(path if "://" in path else self.url)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(parts.netloc, timeout=timeout, context=context)
        return http.client.HTTPConnection(parts.netloc, timeout=timeout)

    def _begin(
        self,
        connection: http.client.HTTPConnection,
        path: str,
        said: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> http.client.HTTPResponse:
        sent = {"Accept": "application/json", "User-Agent": "mangnon-gateway", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        body = None
        if said is not None:
            body = json.dumps(said, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
            if len(body) > _GZIP_FROM:
                body, sent["Content-Encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
        parts = urlsplit(path if "://" in path else self.url.rstrip("/") + path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("GET" if said is None else "POST", target, body, sent)
            return connection.getresponse()
        except ssl.SSLCertVerificationError as wrong:
            why = f"chứng chỉ không được tin, hoặc đồng hồ máy này sai ({wrong.verify_message})"
            raise Away(why) from None
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            raise Away(f"không nối được {parts.netloc} ({wrong})") from None


def _lower(reply: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in reply.getheaders()}


def _checked(answer: Answer) -> Answer:
    if answer.status in (200, 204, 206, 304):
        return answer
    if answer.status in (429, 503) or answer.status >= 500:
        raise Away(f"máy chủ trả lời {answer.status}")
    try:
        said = json.loads(answer.body)
        words, revoked = str(said["error"]), bool(said.get("revoked"))
    except (ValueError, KeyError, TypeError, AttributeError):
        words, revoked = f"máy chủ trả lời {answer.status}", False
    raise Refused(answer.status, words, revoked=revoked)
