"""What the clock sets going: reminding, keeping the days off. Reading scans is in `actions`."""

from __future__ import annotations

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.directives.actions.calendar import load_holidays
from mangnon.directives.actions.reminding import remind_judges, remind_units
from mangnon.kit import clock


@periodic(daily_at="07:30")
@task(retries=5)
def remind() -> None:
    """The day's reminders, before the offices open."""
    remind_units(clock.today())
    remind_judges(clock.now())


@periodic(daily_at="00:30")
@task(retries=2)
def keep_calendar() -> None:
    """This year's and the next one's public holidays are there, for a person to check."""
    load_holidays()
