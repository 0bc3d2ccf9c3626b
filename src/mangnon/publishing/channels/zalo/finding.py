"""What stands on an official account: listed, found by a post's mark, counted."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from mangnon.kit import clock
from mangnon.publishing.channels.asking import Asked
from mangnon.publishing.channels.base import Account, Later, Refused, Sent
from mangnon.publishing.channels.limits import limits
from mangnon.publishing.channels.marks import mark_in, mark_of
from mangnon.publishing.channels.zalo import notes
from mangnon.publishing.channels.zalo.notes import Note
from mangnon.publishing.channels.zalo.talking import call

_PAGES = 3  # of ten: an account posts a few articles a week
WORKED_ON = timedelta(hours=1)  # no article takes longer until the list shows it
_COUNTED = {"total_view": "Lượt xem", "total_share": "Lượt chia sẻ"}


def look_up(account: Account | None, key: str) -> Sent | None:
    """The article that carries this post's mark, among the latest thirty.

    While Zalo may still be working on it, an empty list says nothing: Later, then Refused, so that
    a person looks.
    """
    at, note = held(account), notes.read(key)
    there = (_finished(at, note) if note else None) or found(at, key)
    if there or note is None:
        if there:
            notes.forget(key)
        return there
    if clock.now() < note.at + WORKED_ON:
        raise Later("Zalo có thể đang xử lý bài này.", timedelta(minutes=10))
    notes.forget(key)  # whoever looks may have it sent again
    raise Refused("Zalo có thể đã nhận bài này mà không cho thấy. Hãy xem trên OA.")


def _finished(account: Account, note: Note) -> Sent | None:
    if not note.token:
        return None
    try:
        said = call(account, Asked("POST", "/article/verify", said={"token": note.token}))
    except Refused:
        return None
    article = str(said.get("id") or "")
    return sent_as(account, article) if article else None


def sent_as(account: Account, article: str) -> Sent:
    row = row_of(account, article) or {}
    return Sent(article, str(row.get("link_view", "")))


def found(account: Account, key: str, *, title: str = "") -> Sent | None:
    """By its mark in the list; with a title only articles of that title are opened."""
    mark = mark_of(key)
    for row in articles(account):
        if title and row.get("title") != title:
            continue
        article = str(row.get("id", ""))
        if mark_in_article(account, article) == mark:
            return Sent(article, str(row.get("link_view", "")))
    return None


def articles(account: Account, pages: int = _PAGES) -> Iterator[Mapping[str, Any]]:
    """The latest articles, newest first, as the list shows them."""
    size = limits("zalo")["list_max"].value
    for page in range(pages):
        query = {"offset": str(page * size), "limit": str(size), "type": "normal"}
        rows = call(account, Asked("GET", "/article/getslice", query=query)).get("medias") or []
        yield from rows
        if len(rows) < size:
            return


def row_of(account: Account, article: str) -> Mapping[str, Any] | None:
    return next((row for row in articles(account) if row.get("id") == article), None)


def mark_in_article(account: Account, article: str) -> str:
    """The mark that an article carries, empty when it is gone or carries none."""
    try:
        detail = call(account, Asked("GET", "/article/getdetail", query={"id": article}))
    except Refused:
        return ""
    parts = detail.get("body") or []
    return mark_in(html.unescape("\n".join(str(part.get("content", "")) for part in parts)))


def reach(account: Account | None, outside_id: str) -> dict[str, int]:
    """How often an article was seen and shared; nothing once it is no longer among the latest."""
    row = row_of(held(account), outside_id) or {}
    return {words: int(row[name]) for name, words in _COUNTED.items() if name in row}


def held(account: Account | None) -> Account:
    if account is None:
        raise Refused("Chưa chọn OA để đăng.")
    return account
