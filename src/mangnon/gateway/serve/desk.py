"""What is in force in one process at a moment, and its answer to a message: shared by all doors."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from mangnon.gateway.engine.hot import Hot
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.road import Road
from mangnon.gateway.serve.site import Site
from mangnon.gateway.serve.upstream import Upstreams


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks. address: 4 or 16 bytes; key: the group where it is known by a token, else blank."""

    address: bytes
    key: str = ""


class Desk:
    """The site and its rules of this moment, exchanged whole by `enforce`."""

    def __init__(self, config: Config, site: Site) -> None:
        self.config, self.site = config, site
        self.compiled_at = datetime.now(UTC)
        self.table = site.table(self.compiled_at)
        self.hot: Hot = site.hot(self.table, None, config.per_client)
        upstreams = Upstreams(config.upstreams, config.timeout)
        self.road = Road(config, upstreams, self.hot, site.specials)
        self._visits = 0

    def enforce(self, site: Site, now: datetime) -> Hot:
        """From the next packet on, this site's rules of this moment. Returns the hot path before:
        its counters are still to be taken."""
        table, before = site.table(now), self.hot
        self.hot = site.hot(table, before, self.config.per_client)
        self.site, self.table, self.compiled_at = site, table, now
        self.road.hot, self.road.specials = self.hot, site.specials
        return before

    async def answer(self, packet: bytes, client: Client) -> bytes | None:
        """The answer to a message that came by a stream; None: it deserves none."""
        now = time.monotonic()
        if client.key:
            answer = self.hot.decide_for(packet, self.hot.groups.index(client.key), now)
        else:
            answer = self.hot.decide(packet, client.address, now, stream=True)
        if answer is None:
            answer = await self.road.answer(packet, client.address, stream=True, group=client.key)
        return answer

    def key_of(self, token: str) -> str:
        """The group that has this token; blank when none has. Compared without haste, so that the
        time it takes does not tell how much of a guess was right."""
        found = ""
        for group in self.site.plan.groups:
            for each in group.tokens:
                if hmac.compare_digest(each.encode(), token.encode()):
                    found = group.key
        return found

    def judge(self) -> Judge:
        return Judge(self.site.index, self.table)

    @contextmanager
    def visit(self) -> Iterator[bool]:
        """Count a connection while it is here; whether there is room for it."""
        self._visits += 1
        try:
            yield self._visits <= self.config.streams
        finally:
            self._visits -= 1


def packed(host: str) -> bytes:
    """The bytes of an address as the operating system writes it, with or without a zone."""
    return ipaddress.ip_address(host.partition("%")[0]).packed
