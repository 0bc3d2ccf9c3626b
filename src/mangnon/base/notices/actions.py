"""Telling people something: written with the caller's transaction, sent after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template

from mangnon.base.jobs.api import enqueue_many
from mangnon.base.notices.models import Notice, Outbox, OutboxState
from mangnon.base.notices.tasks import deliver
from mangnon.kit import clock

_LETTERS_A_JOB = 50


@dataclass(frozen=True)
class Message:
    """Something to tell one person. See `tell` for the fields."""

    template: str
    key: str
    to: str = ""
    person_id: Any = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    forgets: bool = False


def tell(
    *,
    template: str,
    context: Mapping[str, Any],
    key: str,
    to: str = "",
    person_id: Any = "",
    link: str = "",
    forgets: bool = False,
) -> None:
    """Tell a person something, exactly once for a key, when the caller's transaction commits.

    `to` is an e-mail address, empty for a notice on the desk only; `person_id` the account whose
    desk shows it, empty for somebody without an account; `template` the name of a text in
    `templates/notices/<name>.txt`, whose first line is the subject; `link` a path of the site,
    which the text may use as `{{ url }}`; `forgets` drops the address once the letter has gone.
    Never put a word about a child into the context.
    """
    tell_many([Message(template, key, to, person_id, context, link, forgets=forgets)])


@transaction.atomic
def tell_many(messages: Iterable[Message]) -> None:
    """As `tell`, for many people with few writes."""
    written = [(message, *_written(message)) for message in messages]
    _put_on_desks(written)
    _put_into_outbox(written)


Written = tuple[Message, str, str]


def _written(message: Message) -> tuple[str, str]:
    """Subject and body. Text is not HTML: nothing is escaped."""
    text = get_template(f"notices/{message.template}.txt").template  # type: ignore[attr-defined]
    said = {"link": message.link, "url": settings.PUBLIC_URL + message.link, **message.context}
    rendered = text.render(Context(said, autoescape=False))
    subject, _, body = rendered.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def _put_on_desks(written: list[Written]) -> None:
    rows = [
        Notice(
            key=message.key,
            person_id=str(message.person_id),
            subject=subject,
            body="" if message.to else body,
            link=message.link,
        )
        for message, subject, body in written
        if message.person_id
    ]
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _put_into_outbox(written: list[Written]) -> None:
    rows = [
        Outbox(
            key=message.key,
            channel="email",
            to=message.to,
            subject=subject,
            body=body,
            headers=dict(message.headers),
            forgets=message.forgets,
        )
        for message, subject, body in written
        if message.to
    ]
    Outbox.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    keys = iter([row.key for row in rows])
    calls = []
    while group := list(islice(keys, _LETTERS_A_JOB)):
        waiting = Outbox.objects.filter(key__in=group, state=OutboxState.WAITING)
        calls.append(([*waiting.values_list("pk", flat=True)],))
    enqueue_many(deliver, calls)


def withdraw_letters(prefix: str) -> int:
    """Letters whose keys begin so and that have not gone are not sent. How many."""
    waiting = Outbox.objects.filter(key__startswith=prefix, state=OutboxState.WAITING)
    return waiting.delete()[0]


def mark_read(*, person_id: Any, notice_ids: Iterable[int] | None = None) -> int:
    """Mark a person's notices as read: those named, or all. Returns how many were unread."""
    unread = Notice.objects.filter(person_id=str(person_id), read_at=None)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=clock.now())
