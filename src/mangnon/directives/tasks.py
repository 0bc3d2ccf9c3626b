"""What runs outside a request: reading scans, reminding, keeping the days off."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from mangnon.directives.actions.reading import read_now


@task(retries=2, minutes=15)
def read_directive(directive_id: str) -> None:
    """Read a letter that was handed in; a scan takes seconds a page."""
    read_now(UUID(directive_id))
