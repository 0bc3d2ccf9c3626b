"""Noticing that somebody, or something, set the clock of this machine.

Two clocks are read together: the one on the wall, which can be set, and the one that counts since
the machine was started, which cannot (CLOCK_BOOTTIME, clock_gettime(2): it counts sleep too). When
one went on otherwise than the other, the wall was set. What a time server corrects slowly
stays far below that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import transaction
from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.base.jobs.models import Job, State

log = structlog.get_logger("mangnon.jobs")
LEAST = timedelta(seconds=60)
_APART_S = 1.0


class Read(NamedTuple):
    """Both clocks at one moment; `steady` in seconds."""

    wall: datetime
    steady: float


@dataclass(frozen=True)
class Jump:
    """The wall showed `before` when it should have shown `after`; backwards when `by` is less than
    nothing."""

    before: datetime
    after: datetime

    @property
    def by(self) -> timedelta:
        return self.after - self.before


def read_clocks() -> Read | None:
    """None when the process was stopped between the two: then nothing can be said."""
    begun = _steady()
    wall = datetime.now(UTC)
    ended = _steady()
    return Read(wall, ended) if ended - begun < _APART_S else None


def _steady() -> float:
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


class Watch:
    """Asked again and again; says of each jump once."""

    def __init__(self, read: Callable[[], Read | None] = read_clocks) -> None:
        self._read, self._last = read, read()

    def look(self) -> Jump | None:
        now, last = self._read(), self._last
        if now is None:
            return None
        self._last = now
        if last is None:
            return None
        expected = last.wall + timedelta(seconds=now.steady - last.steady)
        return Jump(expected, now.wall) if abs(now.wall - expected) >= LEAST else None


Listener = Callable[[Jump], None]
_listeners: list[Listener] = []


def on_clock_jump(listener: Listener) -> None:
    """Let a domain above tell whom it concerns; called in the transaction of the record."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def take_in(jump: Jump) -> None:
    """Recorded, told, and what the clock had set going is brought to where the clock is now."""
    seconds = round(jump.by.total_seconds())
    log.warning("clock jumped", seconds=seconds)
    facts = {"seconds": seconds, "from": jump.before.isoformat(), "to": jump.after.isoformat()}
    record(by=None, what="clock.jumped", on=("system", "clock"), facts=facts)
    if seconds < 0:
        _bring_back(jump.after)
    for listener in _listeners:
        listener(jump)


def _bring_back(now: datetime) -> None:
    """Minutes come a second time: what was done in them is done again, and what was put into the
    queue is not left there until its minute comes."""
    later = Job.objects.filter(enqueued_at__gt=now)
    later.filter(state=State.DONE, slot__isnull=False).delete()
    later.filter(state=State.WAITING, run_after__lte=F("enqueued_at")).update(run_after=now)
