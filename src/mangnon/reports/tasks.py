"""What the clock does for keys."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.reports.actions.keys import change_keys_of_leavers


@periodic(every=timedelta(hours=1))
@task()
def renew_keys() -> None:
    """Whoever left a unit's service opens nothing that comes after."""
    change_keys_of_leavers()
