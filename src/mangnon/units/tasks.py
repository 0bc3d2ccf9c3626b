"""What is forgotten by itself: lists never confirmed, links long dead, tries of passwords."""

from __future__ import annotations

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.kit import clock
from mangnon.units.actions import forget_stale


@periodic(daily_at="02:10")
@task()
def forget_what_is_stale() -> None:
    forget_stale(now=clock.now())
