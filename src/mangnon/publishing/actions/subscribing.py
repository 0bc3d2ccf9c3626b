"""The weekly letter of the public library: asked for, confirmed, sent, ended."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mangnon.base.limits.api import Limit
from mangnon.base.notices.api import Message, keys_not_reached, tell, tell_many, withdraw_letters
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.publishing import news
from mangnon.publishing.models import NewsReader
from mangnon.publishing.queries.public import Shown, published_between
from mangnon.publishing.refusals import Conflict

# Somebody's address may be typed by anybody: two letters a week at most come of that.
FOR_ONE = Limit("library-news-for", 2, timedelta(days=7))
FROM_ONE = Limit("library-news-from", 20, timedelta(hours=1))  # of one line; a school has one
OF_ALL = Limit("library-news", 300, timedelta(hours=1))
MOST_NAMED = 20  # in one letter
_AT_ONCE = 200
_KEY = "library-news:"
_LATER = "Đang có quá nhiều lượt đăng ký. Xin thử lại sau một giờ."


def ask(*, address: str, of: str) -> None:
    """Send a letter that asks for a confirmation, unless the address had two this week or gets the
    letter already: whoever typed it is told the same. `of`: the line that it came from.

    Raises Conflict when too many were asked for.
    """
    if FROM_ONE.is_reached(of) or OF_ALL.is_reached():
        raise Conflict(_LATER)
    FROM_ONE.count(of)
    box = _box_of(address)
    if FOR_ONE.is_reached(box) or NewsReader.objects.filter(digest=news.digest_of(address)):
        return
    FOR_ONE.count(box)
    OF_ALL.count()
    link = reverse("public_news_confirm", args=[news.asking_link(address, clock.now())])
    said = {"days": news.CONFIRM_DAYS}
    key = f"{_KEY}ask:{secrets.token_hex(16)}"
    tell(template="news_confirm", context=said, key=key, to=address, link=link, forgets=True)


def _box_of(address: str) -> str:
    """Whatever stands behind a plus sign comes to the same box."""
    name, _, host = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def address_in(link: str) -> str:
    """Whom a confirmation is asked of. Raises DeadLink."""
    return news.asked(link, clock.now())


def check_stop(link: str) -> None:
    """Raises DeadLink for what we never signed."""
    news.stopped(link)


def confirm(*, link: str) -> NewsReader:
    """Its holder wants the letter. Twice is once. Raises DeadLink."""
    address = news.asked(link, clock.now())
    reader = NewsReader()
    made = {"id": reader.pk, "address": news.sealed(reader.pk, address)}
    row, _ = NewsReader.objects.get_or_create(digest=news.digest_of(address), defaults=made)
    return row


@transaction.atomic
def stop(*, link: str) -> None:
    """No more letters, not even one that waits to go. Nothing is left. Raises DeadLink."""
    reader = news.stopped(link)
    NewsReader.objects.filter(pk=reader).delete()
    withdraw_letters(f"{_KEY}{reader}:")


def send(now: datetime) -> int:
    """On Monday, or on the first day after it on which a worker runs: what came out until that
    Monday, a letter each; none where nothing came out. How many letters."""
    forget_unreached()
    today = clock.local(now).date()
    monday = clock.start_of(today - timedelta(days=today.weekday()))
    due = NewsReader.objects.filter(told_until__lt=monday).order_by("told_until", "pk")
    oldest = due.first()
    if oldest is None:
        return 0
    came_out = published_between(oldest.told_until, monday)
    count = 0
    while batch := [*due.values_list("pk", flat=True)[:_AT_ONCE]]:
        count += _send(batch, came_out, monday)
    return count


@transaction.atomic
def _send(batch: Sequence[UUID], came_out: list[Shown], monday: datetime) -> int:
    """The letters and the note of them together. Whoever ends it meanwhile waits for that, and then
    takes the letter away."""
    held = NewsReader.objects.select_for_update().filter(pk__in=batch, told_until__lt=monday)
    letters = [one for row in held if (one := _letter(row, came_out, monday))]
    NewsReader.objects.filter(pk__in=batch).update(told_until=monday)
    tell_many(letters)
    return len(letters)


def _letter(row: NewsReader, came_out: list[Shown], monday: datetime) -> Message | None:
    """None when nothing is new, or when the key of the installation is another."""
    shown = [one for one in came_out if one.at >= row.told_until]
    try:
        address = news.opened(row.pk, bytes(row.address))
    except NotOpened:
        return None
    if not shown:
        return None
    link = reverse("public_news_stop", args=[news.stop_link(row.pk)])
    return Message(
        "library_news",
        f"{_KEY}{row.pk}:{monday:%Y-%m-%d}",
        address,
        context={
            "rows": [*_named(shown[:MOST_NAMED])],
            "count": len(shown),
            "more": len(shown) - MOST_NAMED,
            "library": settings.PUBLIC_URL + reverse("public_library"),
        },
        link=link,
        headers={
            "List-Unsubscribe": f"<{settings.PUBLIC_URL}{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        forgets=True,
    )


def _named(shown: Sequence[Shown]) -> Iterator[tuple[Shown, str]]:
    for one in shown:
        yield one, settings.PUBLIC_URL + reverse("public_product", args=[one.product.pk])


def forget_unreached() -> int:
    """Addresses that the other side says it will never take. How many."""
    known = {key.removeprefix(_KEY).partition(":")[0] for key in keys_not_reached(_KEY)}
    gone = NewsReader.objects.filter(pk__in=known - {"ask"})
    return gone.delete()[0]
