"""What is in force in one process at a moment, and its answer to a message: shared by all doors."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from mangnon.gateway.engine.hot import Hot
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.neighbours import Neighbours
from mangnon.gateway.serve.road import Road
from mangnon.gateway.serve.site import Site
from mangnon.gateway.serve.trails import Trails
from mangnon.gateway.serve.upstream import Upstreams


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks. address: 4 or 16 bytes; token: under which it came, blank for none."""

    address: bytes
    token: str = ""


class Desk:
    """The site and its rules of this moment, exchanged whole by `enforce`."""

    def __init__(self, config: Config, site: Site) -> None:
        self.config, self.site = config, site
        self.compiled_at = datetime.now(UTC)
        self.table = site.table(self.compiled_at)
        self.trails, self._neighbours = Trails(config.state / "trails"), Neighbours()
        self.hot: Hot = self._hot(site, None)
        upstreams = Upstreams(config.upstreams, config.timeout)
        self.road = Road(config, upstreams, self.hot, site.specials)
        self._visits: Counter[bytes] = Counter()

    def enforce(self, site: Site, now: datetime) -> Hot:
        """From the next packet on, this site's rules of this moment. Returns the hot path before:
        its counters are still to be taken."""
        table, before = site.table(now), self.hot
        self.trails.sweep(self.table.trails)
        self.site, self.table, self.compiled_at = site, table, now
        self.hot = self._hot(site, before)
        self.road.hot, self.road.specials = self.hot, site.specials
        return before

    def _hot(self, site: Site, before: Hot | None) -> Hot:
        return site.hot(
            self.table,
            before,
            self.config.per_client,
            neighbour=self._neighbours.of,
            note=self.trails.note,
        )

    async def answer(self, packet: bytes, client: Client) -> bytes | None:
        """The answer to a message that came by a stream; None: it deserves none."""
        now, group, clients = time.monotonic(), "", self.hot.clients
        number = clients.of_token(client.token) if client.token else None
        if number is None:
            answer = self.hot.decide(packet, client.address, now, stream=True)
        else:
            group = self.hot.groups[clients.group(number)]
            answer = self.hot.decide_for(packet, number, now)
        if answer is None:
            answer = await self.road.answer(packet, client.address, stream=True, group=group)
        return answer

    def known(self, token: str) -> str:
        """The token, when a group has it; else blank. Compared without haste, so that the time it
        takes does not tell how much of a guess was right."""
        found = ""
        for group in self.site.plan.groups:
            for each in group.tokens:
                if hmac.compare_digest(each.encode(), token.encode()):
                    found = each
        return found

    def judge(self) -> Judge:
        return self.site.judge(self.table)

    @contextmanager
    def visit(self, address: bytes) -> Iterator[bool]:
        """Count a connection while it is here; whether there is room for it. One address may hold a
        quarter of the places, so that nobody shuts the others out by sitting still."""
        self._visits[address] += 1
        most = self.config.streams
        try:
            few = self._visits[address] <= max(most // 4, 1)
            yield few and self._visits.total() <= most
        finally:
            self._visits[address] -= 1
            if not self._visits[address]:
                del self._visits[address]


def packed(host: str) -> bytes:
    """The bytes of an address as the operating system writes it, with or without a zone."""
    return ipaddress.ip_address(host.partition("%")[0]).packed
