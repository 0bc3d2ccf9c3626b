"""Asking the resolvers behind the filter, in the order of the file: the next one on failure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mangnon.gateway.engine import message
from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.config import Upstream
from mangnon.gateway.serve.lines import Datagrams, Line, Stream
from mangnon.gateway.serve.records import BadReply, Reply
from mangnon.gateway.serve.weblines import Web

FAILURES_TO_REST = 3
FIRST_REST, LONGEST_REST = 1.0, 30.0


class AllLost(Exception):
    """No upstream answered."""


@dataclass
class Health:
    """How an upstream has done. It rests after failures, longer each time, and is tried again."""

    line: Line
    failures: int = 0
    rests_until: float = 0.0
    answered: int = 0

    def well(self) -> None:
        self.failures, self.rests_until = 0, 0.0
        self.answered += 1

    def ill(self, now: float) -> None:
        self.failures += 1
        if self.failures >= FAILURES_TO_REST:
            rest = FIRST_REST * 2 ** min(self.failures - FAILURES_TO_REST, 5)
            self.rests_until = now + min(rest, LONGEST_REST)


@dataclass
class Upstreams:
    """All of them, in the order of the file; those that rest come last."""

    upstreams: tuple[Upstream, ...]
    timeout: float
    healths: list[Health] = field(init=False)

    def __post_init__(self) -> None:
        self.healths = [Health(line_of(each)) for each in self.upstreams]

    def close(self) -> None:
        for health in self.healths:
            health.line.close()

    @property
    def all_rest(self) -> bool:
        now = time.monotonic()
        return all(health.rests_until > now for health in self.healths)

    async def ask(self, asked: Asked) -> Reply:
        """The first usable reply. Raises AllLost when there is none; a reply of SERVFAIL or REFUSED
        is given only when no other upstream knows better."""
        poor: Reply | None = None
        for health in self._order():
            try:
                async with asyncio.timeout(self.timeout):
                    reply = await health.line.ask(asked)
            except (OSError, TimeoutError, BadReply, asyncio.IncompleteReadError):
                health.ill(time.monotonic())
                continue
            health.well()
            if reply.rcode in (message.NOERROR, message.NXDOMAIN):
                return reply
            poor = poor or reply
        if poor is None:
            raise AllLost
        return poor

    def _order(self) -> Iterator[Health]:
        now = time.monotonic()
        yield from sorted(self.healths, key=lambda health: health.rests_until > now)


LINES: Mapping[str, Callable[[Upstream], Line]] = {
    "udp": Datagrams,
    "tcp": Stream,
    "tls": Stream,
    "https": Web,
}


def line_of(upstream: Upstream) -> Line:
    return LINES[upstream.protocol](upstream)
