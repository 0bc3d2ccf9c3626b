"""The slow road of the demo school in this process, with a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import message
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.records import Reply, read_reply
from mangnon.gateway.serve.road import Road
from mangnon.gateway.serve.site import read_site
from mangnon.gateway.serve.upstream import Upstreams
from tests.gateway.serve.school import Upstream, query

PUPIL = bytes([127, 0, 1, 5])


def road(folder: Path, upstream: Upstream, more: str = "") -> Road:
    path = demo_site(folder, upstream_port=upstream.port, upstream="127.0.0.1")
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    read = read_config(path)
    site = read_site(read.bundle, read.plan)
    hot = site.hot(site.table(datetime(2026, 11, 23, 3, tzinfo=UTC)), None, 0)
    return Road(read, Upstreams(read.upstreams, 0.3), hot, site.specials)


@dataclass
class Pupil:
    """Asks as a datagram does: the hot path first, then the slow road."""

    road: Road
    now: float = 1000.0

    def __post_init__(self) -> None:
        self.road.clock = lambda: self.now

    async def raw(self, name: str, qtype: int = message.A) -> bytes:
        packet = query(name, qtype)
        answer = self.road.hot.decide(packet, PUPIL, self.now)
        answer = answer or await self.road.answer(packet, PUPIL)
        assert answer is not None
        return answer

    async def ask(self, name: str, qtype: int = message.A) -> Reply:
        return read_reply(await self.raw(name, qtype))
