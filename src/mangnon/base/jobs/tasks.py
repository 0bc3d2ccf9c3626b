"""The queue keeps itself clean."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.actions import forget_old
from mangnon.base.jobs.periodic import periodic
from mangnon.kit import clock

DONE_KEPT, DEAD_KEPT, EFFECTS_KEPT = timedelta(days=7), timedelta(days=90), timedelta(days=400)


@periodic(daily_at="03:10")
@task(retries=1)
def sweep_jobs() -> None:
    now = clock.now()
    forget_old(done=now - DONE_KEPT, dead=now - DEAD_KEPT, effects=now - EFFECTS_KEPT)
