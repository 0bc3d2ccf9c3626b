"""What stands on a Page: found by a post's mark, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mangnon.publishing.channels.asking import Asked
from mangnon.publishing.channels.base import Account, Refused, Sent
from mangnon.publishing.channels.facebook.talking import Gone, call
from mangnon.publishing.channels.marks import mark_in, mark_of

_ROWS, _PAGES = 25, 4
_POST = "id,message,created_time,permalink_url"
_VIDEO = "id,description,created_time,permalink_url"
_MARKS_OF = "reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0),shares"
# Names since 2025-11; one that Facebook has dropped leaves the rest.
_INSIGHTS = {"post_total_media_view_unique": "Người xem", "post_media_view": "Lượt xem"}


def look_up(account: Account | None, key: str) -> Sent | None:
    """The Page's own post or video with this post's mark, among the latest hundred. A visitor's
    copy of it does not count: `feed` would show that too."""
    at, mark = held(account), mark_of(key)
    for row in [*_rows(at, "videos", _VIDEO, 1), *_rows(at, "published_posts", _POST, _PAGES)]:
        if mark_in(str(row.get("message") or row.get("description") or "")) == mark:
            return Sent(str(row["id"]), _whole(str(row.get("permalink_url", ""))))
    return None


def _rows(account: Account, edge: str, fields: str, pages: int) -> Iterator[Mapping[str, Any]]:
    query = {"fields": fields, "limit": str(_ROWS)}
    for _ in range(pages):
        answer = call(account, Asked("GET", f"/{account.outside_id}/{edge}", query=query))
        yield from answer.get("data") or []
        paging = answer.get("paging") or {}
        after = (paging.get("cursors") or {}).get("after", "")
        if not after or "next" not in paging:
            return
        query = {**query, "after": after}


def address_of(account: Account, outside_id: str) -> str:
    query = {"fields": "permalink_url"}
    row = call(account, Asked("GET", f"/{outside_id}", query=query))
    return _whole(str(row.get("permalink_url", "")))


def _whole(address: str) -> str:
    """The addresses of videos come without their host."""
    return f"https://www.facebook.com{address}" if address.startswith("/") else address


def reach(account: Account | None, outside_id: str) -> dict[str, int]:
    """Who saw it and what they did; figures that Facebook does not give are left out."""
    at = held(account)
    return {**_seen(at, _post_of(at, outside_id)), **_done(at, outside_id)}


def _seen(account: Account, post: str) -> dict[str, int]:
    query = {"metric": ",".join(_INSIGHTS)}
    try:
        answer = call(account, Asked("GET", f"/{post}/insights", query=query))
    except Refused:  # fewer than a hundred followers, or a figure that is no longer given
        return {}
    rows = {row.get("name"): row for row in answer.get("data") or []}
    found = {}
    for name, words in _INSIGHTS.items():
        values = (rows.get(name) or {}).get("values") or []
        if values and isinstance(values[-1].get("value"), int):
            found[words] = values[-1]["value"]
    return found


def _done(account: Account, outside_id: str) -> dict[str, int]:
    row = call(account, Asked("GET", f"/{outside_id}", query={"fields": _MARKS_OF}))
    found = {}
    for name, words in (("reactions", "Cảm xúc"), ("comments", "Bình luận")):
        total = ((row.get(name) or {}).get("summary") or {}).get("total_count")
        if isinstance(total, int):
            found[words] = total
    if isinstance((row.get("shares") or {}).get("count"), int):
        found["Chia sẻ"] = row["shares"]["count"]
    return found


def _post_of(account: Account, outside_id: str) -> str:
    """A video's figures hang at the post that shows it."""
    return outside_id if "_" in outside_id else f"{account.outside_id}_{outside_id}"


def held(account: Account | None) -> Account:
    if account is None:
        raise Refused("Chưa chọn Trang để đăng.")
    return account


__all__ = ["Gone", "address_of", "held", "look_up", "reach"]
