"""The filter's own certificate for DNS over TLS and HTTPS, read again when it is renewed.

A certificate that cannot be read costs the encrypted doors, never the others: filtering goes on.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

log = logging.getLogger("mangnon.gateway")
HANDSHAKE_S = 5.0
_Stamp = tuple[tuple[int, int], ...]


class Certificate:
    """For one door. protocols: what it offers (ALPN), the best first."""

    def __init__(self, certificate: Path, key: Path, protocols: list[str]) -> None:
        self._files = (certificate, key)
        self._seen: _Stamp | None = None
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_alpn_protocols(protocols)
        self.context.sni_callback = self._named
        self.look()

    def look(self) -> None:
        """Take new files over; a half-written pair is tried beside first, and said once."""
        seen = self._stamp()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*self._files)
            self.context.load_cert_chain(*self._files)
        except OSError as wrong:
            log.error("không dùng được chứng chỉ %s: %s", self._files[0], wrong)

    def _stamp(self) -> _Stamp:
        """What changes when the files do; nothing while one is away."""
        try:
            found = [each.stat() for each in self._files]
        except OSError:
            return ()
        return tuple((each.st_ino, each.st_mtime_ns) for each in found)

    def _named(self, secure: Any, name: str | None, context: ssl.SSLContext) -> None:
        """Keep the name under which a client came: it may hold the token of a group."""
        self._names[secure] = name or ""

    def name_of(self, writer: asyncio.StreamWriter) -> str:
        """The server name that a client asked for; blank when it asked for none."""
        return self._names.get(writer.get_extra_info("ssl_object"), "")


def offered(writer: asyncio.StreamWriter) -> str:
    """What client and door agreed to speak; blank when nothing was said."""
    return writer.get_extra_info("ssl_object").selected_alpn_protocol() or ""
