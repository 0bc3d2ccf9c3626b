"""Letters go into the outbox of the house, each once for the post's key; it sends them."""

from __future__ import annotations

import hashlib

from django.conf import settings

from mangnon.base.notices.api import Message, tell_many
from mangnon.publishing.channels.base import Account, Draft, Sent


def send(account: Account | None, draft: Draft, key: str) -> Sent:
    _write(draft, "post", key)
    return Sent(outside_id=key)


def correct(account: Account | None, outside_id: str, draft: Draft) -> None:
    """A letter cannot be changed: the same people get another one. Equal words go once."""
    said = hashlib.sha256(draft.text.encode()).hexdigest()[:16]
    _write(draft, "post_corrected", f"{outside_id}:{said}")


def _write(draft: Draft, template: str, key: str) -> None:
    link = draft.address.removeprefix(settings.PUBLIC_URL)
    context = {"draft": draft, "address": draft.address}
    tell_many(
        Message(template, f"{template}:{key}:{_short(to)}", to, context=context, link=link)
        for to in draft.recipients
    )


def _short(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]
