"""What the clock sets going for the cases."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.cases.actions.alarming import review_clocks
from mangnon.cases.actions.retaining import erase_what_is_over
from mangnon.cases.actions.running import count_anew
from mangnon.kit import clock


@periodic(every=timedelta(minutes=1))
@task(retries=0)
def look_at_clocks() -> int:
    """Marks of the clocks that have come; the next look makes up for one that failed."""
    return review_clocks(clock.now())


@periodic(every=timedelta(minutes=10))
@task(retries=1)
def follow_calendar() -> int:
    """Clocks of working days, after somebody edited the days off."""
    return count_anew()


@periodic(daily_at="02:10")
@task(retries=2)
def forget_what_is_over() -> int:
    """Words of cases whose time is over (`data/retention.csv`), but for what the law holds."""
    return erase_what_is_over()
