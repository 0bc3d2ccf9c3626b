"""Sending what waits, and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.base.notices.sending import forget_old, send_waiting
from mangnon.kit import clock

SENT_KEPT, TOLD_KEPT = timedelta(days=90), timedelta(days=365)
PUBLIC_KEPT = timedelta(days=7)


class NotAllSent(Exception):
    """Some letters did not go out yet; the job tries again later."""


@task(retries=8)
def deliver(ids: list[int]) -> None:
    """Send these letters of the outbox. Raises NotAllSent when some must be tried again."""
    if waiting := send_waiting(ids):
        raise NotAllSent(f"{waiting} thư chưa gửi được")


@periodic(daily_at="03:20")
@task(retries=1)
def sweep_notices() -> None:
    now = clock.now()
    forget_old(sent=now - SENT_KEPT, told=now - TOLD_KEPT, public=now - PUBLIC_KEPT)
