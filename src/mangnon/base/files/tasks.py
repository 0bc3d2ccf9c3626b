"""Bytes that nobody holds are removed at night."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.files.actions import sweep
from mangnon.base.jobs.api import periodic
from mangnon.kit import clock

# Longer than any transaction that has stored a file and not yet committed.
GRACE = timedelta(days=1)


@periodic(daily_at="03:40")
@task(retries=1)
def sweep_files() -> int:
    return sweep(before=clock.now() - GRACE)
