"""The head of the record is anchored every day."""

from __future__ import annotations

from django_tasks import task

from mangnon.base.audit.anchor import write_anchor
from mangnon.base.jobs.api import periodic


@periodic(daily_at="00:05")
@task(retries=3)
def anchor_record() -> None:
    write_anchor()
