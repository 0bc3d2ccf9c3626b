"""What the two threads of the link share: the filter they serve, the platform, how they stand."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mangnon.gateway.link import memory
from mangnon.gateway.link.delivering import Delivery, Places
from mangnon.gateway.link.memory import Enrolled, Standing
from mangnon.gateway.link.talking import Refused, Talker

log = logging.getLogger("mangnon.gateway")


@dataclass(frozen=True)
class Filter:
    """What the link knows of the filter it serves. upstreams: address and port of each."""

    places: Places
    counters: Path | None = None
    upstreams: tuple[tuple[str, int], ...] = ()


@dataclass
class Desk:
    filter: Filter
    who: Enrolled
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def state(self) -> Path:
        return self.filter.places.state

    @cached_property
    def talker(self) -> Talker:
        return Talker(self.who.url, self.who.token)

    @cached_property
    def delivery(self) -> Delivery:
        return Delivery(self.filter.places, self.who, self.talker)

    def stands(self, state: str, words: str = "") -> None:
        """Say a change of standing once, in the log and where `doctor` reads it."""
        before, now = memory.standing(self.state), Standing(state, words)
        if before == now:
            return
        say = log.info if state == "well" else log.error if state == "revoked" else log.warning
        say("liên lạc với nền tảng: %s", words or "tốt")
        try:
            memory.keep_standing(self.state, now)
        except OSError as wrong:
            log.error("không ghi được vào %s: %s", self.state, wrong)

    def refused(self, why: Refused) -> None:
        if why.revoked:
            self.stands("revoked", "máy lọc đã bị thu hồi, vẫn lọc theo quy tắc nhận lần cuối")
        else:
            self.stands("away", f"nền tảng không nhận: {why}")
