"""Sending the outbox. A letter is taken first, so that two workers never both send it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, Value, When

from mangnon.base.notices.channels import Letter, Outcome
from mangnon.base.notices.channels.registry import CHANNELS
from mangnon.base.notices.models import Notice, Outbox, OutboxState
from mangnon.kit import clock

_HELD = timedelta(minutes=5)


def send_waiting(ids: list[int]) -> int:
    """Send the letters that still wait, each taken by one worker. Returns how many still wait."""
    for name, channel in CHANNELS.items():
        letters = [letter for pk in ids if (letter := _taken(pk, name)) is not None]
        for outcome in channel.send(letters) if letters else ():
            _note(outcome)
    return Outbox.objects.filter(pk__in=ids, state=OutboxState.WAITING).count()


def _taken(pk: int, channel: str) -> Letter | None:
    """Take one letter, so that no second worker sends it; None when there is nothing to send."""
    now = clock.now()
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    waiting = Outbox.objects.filter(free, pk=pk, channel=channel, state=OutboxState.WAITING)
    if waiting.update(taken_until=now + _HELD) != 1:
        return None
    row = Outbox.objects.get(pk=pk)
    return Letter(row.pk, row.key, row.to, row.subject, row.body, row.headers)


def _note(outcome: Outcome) -> None:
    row = Outbox.objects.filter(pk=outcome.id)
    if not outcome.error:
        row.update(state=OutboxState.SENT, sent_at=clock.now(), error="", **_emptied())
    elif outcome.final:
        row.update(state=OutboxState.FAILED, error=outcome.error[:300], **_emptied())
    else:
        row.update(taken_until=None, error=outcome.error[:300])


def _emptied() -> dict[str, Any]:
    to = Case(When(forgets=True, then=Value("")), default=F("to"))
    return {"body": "", "headers": {}, "taken_until": None, "to": to}


def forget_old(*, sent: datetime, told: datetime, public: datetime) -> None:
    """Remove letters sent and notices told before those moments; letters to the public, gone or
    not, that were written before the last."""
    Outbox.objects.filter(forgets=True, written_at__lt=public).delete()
    Outbox.objects.exclude(state=OutboxState.WAITING).filter(written_at__lt=sent).delete()
    Notice.objects.filter(told_at__lt=told).delete()
