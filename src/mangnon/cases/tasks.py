"""What the clock sets going for the cases."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.alarming import review_clocks
from mangnon.cases.actions.escalating import escalate_referrals
from mangnon.cases.actions.retaining import erase_what_is_over
from mangnon.cases.actions.running import count_anew
from mangnon.cases.actions.subject_alarms import review_requests
from mangnon.cases.actions.subjects import forget_old_requests
from mangnon.cases.actions.unheeded import review_reports
from mangnon.kit import clock


@periodic(every=timedelta(minutes=1))
@task(retries=0)
def look_at_clocks() -> int:
    """Marks of the clocks that have come, referrals that nobody answered, reports that nobody
    decided on; the next look makes up for one that failed."""
    now = clock.now()
    with for_the_system("the clocks of all cases"):
        return review_clocks(now) + escalate_referrals(now) + review_reports(now)


@periodic(every=timedelta(minutes=10))
@task(retries=0)
def look_at_requests() -> int:
    """Marks of the clocks of requests about data; the next look makes up for one that failed."""
    with for_the_system("the clocks of all requests"):
        return review_requests(clock.now())


@periodic(every=timedelta(minutes=10))
@task(retries=1)
def follow_calendar() -> int:
    """Clocks of working days, after somebody edited the days off."""
    with for_the_system("the clocks of all cases"):
        return count_anew()


@periodic(daily_at="02:10")
@task(retries=2)
def forget_what_is_over() -> int:
    """Words of cases whose time is over (`data/retention.csv`), but for what the law holds."""
    with for_the_system("retention"):
        return erase_what_is_over() + forget_old_requests()
