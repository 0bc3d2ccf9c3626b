"""Counting what is tried too often, over all processes: in the database, without waiting for the
disk. A cache of each process would let as many guesses through as there are processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from mangnon.base.limits.models import Tally
from mangnon.base.unflushed import unflushed
from mangnon.kit import clock

__all__ = ["Limit", "forget_old"]


@dataclass(frozen=True)
class Limit:
    """`most` times within `within`, from the first one on. `of` in the calls: an address of a
    machine, say; it is kept as a keyed digest alone."""

    name: str
    most: int
    within: timedelta

    def is_reached(self, of: str = "") -> bool:
        rows = Tally.objects.filter(of=self._digest(of), until__gt=clock.now())
        return rows.filter(count__gte=self.most).exists()

    def count(self, of: str = "") -> None:
        digest, now = self._digest(of), clock.now()
        rows = Tally.objects.filter(of=digest)
        with unflushed():
            if rows.filter(until__gt=now).update(count=F("count") + 1):
                return
            fresh = Tally(of=digest, until=now + self.within)
            Tally.objects.bulk_create([fresh], ignore_conflicts=True)
            rows.filter(until__lte=now).update(count=0, until=now + self.within)
            rows.update(count=F("count") + 1)

    def _digest(self, of: str) -> str:
        return salted_hmac(
            "mangnon.base.limits", f"{self.name}\0{of}", algorithm="sha256"
        ).hexdigest()


def forget_old(now: datetime) -> int:
    """Remove what no longer counts; how many rows."""
    return Tally.objects.filter(until__lte=now).delete()[0]
