"""What the upstreams said, as long as it may still serve: fresh, nearly over, or old in need. Pure.

The hot path forgets an answer a little before its time is over (`nearly`), so that who asks in the
last part of its life comes to the slow road: there the popular ones are seen and fetched anew,
without anybody waiting and without a count on the hot path.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.checks import Checked
from mangnon.gateway.serve.records import Record

LAST_PART = 0.1
LEAST_LIFE = 10  # seconds: the last part of a shorter life is over before a fresh answer is here
POPULAR = 2  # questions in the last part, which are those of different seconds
MOST = 20_000


@dataclass(slots=True)
class Told:
    """A reply and when it came. late: how often it was asked for in the last part of its life."""

    found: Checked
    at: float
    late: int = 0

    @property
    def ends_at(self) -> float:
        return self.at + self.found.ttl

    @property
    def nearly(self) -> float:
        """When the last part begins."""
        ttl = self.found.ttl
        return self.at + (ttl * (1 - LAST_PART) if ttl >= LEAST_LIFE else ttl)

    def aged(self, now: float) -> Checked:
        """With TTLs counted down to this moment."""
        age = int(now - self.at)
        return replace(
            self.found,
            answers=_aged(self.found.answers, age),
            authority=_aged(self.found.authority, age),
        )

    def stale(self, ttl: int) -> Checked:
        """As it may serve after its time, each answer for `ttl` seconds (RFC 8767 4)."""
        answers = tuple(replace(each, ttl=ttl) for each in self.found.answers)
        return replace(self.found, answers=answers)


def _aged(records: tuple[Record, ...], age: int) -> tuple[Record, ...]:
    return tuple(replace(each, ttl=max(each.ttl - age, 0)) for each in records)


@dataclass
class Memory:
    """At most `MOST` replies; the one that came longest ago goes first."""

    _told: OrderedDict[Asked, Told] = field(default_factory=OrderedDict)

    def keep(self, asked: Asked, found: Checked, now: float) -> None:
        self._told[asked] = Told(found, now)
        self._told.move_to_end(asked)
        if len(self._told) > MOST:
            self._told.popitem(last=False)

    def get(self, asked: Asked, now: float, *, spare: float = 0.0) -> Told | None:
        """What was said and holds, or was over at most `spare` seconds ago."""
        told = self._told.get(asked)
        return told if told is not None and told.ends_at + spare > now else None
