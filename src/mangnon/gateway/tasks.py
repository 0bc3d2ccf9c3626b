"""What the clock sets going for the filters."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.gateway.actions.alarms import review_alarms
from mangnon.gateway.actions.fetching import fetch_due
from mangnon.gateway.actions.keeping import let_go
from mangnon.gateway.actions.trails import end_expired, forget_matters
from mangnon.gateway.planning import release, release_lapsed
from mangnon.gateway.timestore import api as timestore
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


@periodic(every=timedelta(minutes=15))
@task(retries=1)
def update_lists() -> int:
    """Lists that are due are fetched, each by a job of its own."""
    return fetch_due()


@periodic(daily_at="03:20")
@task(retries=1)
def forget_old_lists() -> int:
    """Tries, versions and bundles that are long past; before the sweep of files."""
    return let_go()


@periodic(every=timedelta(minutes=1))
@task(retries=0)
def look_after_filters() -> None:
    """Which filters are silent, behind or in trouble; the keepers are told once."""
    review_alarms()


@periodic(every=timedelta(minutes=10))
@task(retries=2)
def end_matters() -> int:
    """Safeguarding matters whose time is over; their data go 7 days later."""
    now = clock.now()
    return end_expired(now) + forget_matters(now)


@periodic(daily_at="02:30")
@task(retries=2)
def sweep_counters() -> None:
    """Minutes after 40 days, names after 90, hours after 400."""
    timestore.sweep()
