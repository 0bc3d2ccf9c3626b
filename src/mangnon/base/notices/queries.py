"""What a person has been told, and what waits to leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from mangnon.base.notices.models import Notice, Outbox, OutboxState


def notices_of(person_id: Any) -> QuerySet[Notice]:
    """A person's notices, newest first; `read_at` is None for the unread."""
    return Notice.objects.filter(person_id=str(person_id))


def unread_count(person_id: Any) -> int:
    return notices_of(person_id).filter(read_at=None).count()


def outbox_waiting() -> tuple[int, datetime | None]:
    """How many letters wait to be sent, and since when the oldest does."""
    waiting = Outbox.objects.filter(state=OutboxState.WAITING)
    return waiting.count(), waiting.aggregate(since=Min("written_at"))["since"]


def keys_not_reached(prefix: str) -> list[str]:
    """Of the letters whose keys begin so, those that the other side will never take."""
    failed = Outbox.objects.filter(key__startswith=prefix, state=OutboxState.FAILED)
    return [*failed.values_list("key", flat=True)]
