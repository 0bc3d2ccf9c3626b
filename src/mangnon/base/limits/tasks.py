"""Forgetting what no longer counts."""

from __future__ import annotations

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.base.limits.api import forget_old
from mangnon.kit import clock


@periodic(daily_at="03:50")
@task(retries=1)
def sweep_tallies() -> None:
    forget_old(clock.now())
