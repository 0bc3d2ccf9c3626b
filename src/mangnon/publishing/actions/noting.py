"""Receipts, and changes of state that fail when somebody was quicker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mangnon.publishing.choices import State
from mangnon.publishing.models import Post, Receipt
from mangnon.publishing.refusals import Conflict
from mangnon.units.api import Person

GONE = "Bài đăng đã chuyển sang bước khác. Hãy mở lại trang để xem."


def note(post: Post, what: str, words: str = "", by: Person | None = None) -> None:
    Receipt.objects.create(post=post, what=what, words=words[:500], by=by)


@transaction.atomic
def move(
    post: Post,
    *,
    come_from: Iterable[str],
    to: State,
    words: str = "",
    by: Person | None = None,
    **changes: Any,
) -> Post:
    """From one of these states to another, with its receipt. Raises Conflict."""
    rows = Post.objects.filter(pk=post.pk, state__in=list(come_from), version=post.version)
    if rows.update(state=to, version=post.version + 1, **changes) != 1:
        raise Conflict(GONE)
    post.refresh_from_db()
    note(post, to, words, by)
    return post
