"""What the clock does: due posts, reach, alarms of accounts."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import enqueue_many, periodic
from mangnon.kit import clock
from mangnon.publishing.actions.connecting import keep_alive, sound_alarms
from mangnon.publishing.actions.ending import tell_of_over
from mangnon.publishing.actions.measuring import measure_reach
from mangnon.publishing.actions.recalling import take_back_recalled
from mangnon.publishing.actions.subscribing import send
from mangnon.publishing.actions.working import work_on
from mangnon.publishing.queries.visible import due_posts

MOST_A_MINUTE = 200


@periodic(every=timedelta(minutes=1))
@task()
def send_due() -> None:
    """A job for each post that is due; one that is taken already is passed over. What was recalled
    in the library follows on every channel."""
    take_back_recalled()
    enqueue_many(work_on, [(str(pk),) for pk in due_posts(clock.now(), MOST_A_MINUTE)])


@periodic(daily_at="06:30")
@task()
def look_at_reach() -> None:
    measure_reach()


@periodic(daily_at="06:10")
@task()
def look_at_sources() -> None:
    tell_of_over(clock.today())


@periodic(daily_at="07:30")
@task()
def send_news() -> None:
    """What came out in the week before, on Monday."""
    send(clock.now())


@periodic(daily_at="07:10")
@task()
def look_at_accounts() -> None:
    keep_alive(clock.now())
    sound_alarms(clock.now())
