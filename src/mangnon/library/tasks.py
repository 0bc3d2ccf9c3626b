"""What the clock sets going in the library."""

from __future__ import annotations

from django_tasks import task

from mangnon.base.jobs.api import periodic
from mangnon.library.actions.approving import forget_links


@periodic(daily_at="03:40")
@task(retries=1)
def forget_approval_links() -> None:
    """Names and addresses that links for approval went to do not stay."""
    forget_links()
