"""What the clock sets going for the filters."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.gateway.planning import release, release_lapsed
from mangnon.kit import clock


@periodic(every=timedelta(minutes=1))
@task(retries=1)
def release_what_lapsed() -> int:
    """Plans that time alone made wrong: an order that ran out, a site never planned."""
    return len(release_lapsed(clock.now()))


@periodic(daily_at="03:40")
@task(retries=2)
def release_anew() -> int:
    """All plans once a night, so that a new release's table of defaults arrives everywhere."""
    return len(release())
