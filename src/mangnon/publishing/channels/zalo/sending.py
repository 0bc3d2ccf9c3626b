"""An article on an official account: pictures and video first, then the article, which Zalo works
on for a while before it has a number.

Until Zalo has said that number the post is Unsure: sent again it might stand there twice.
"""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from mangnon.publishing.channels.asking import Asked
from mangnon.publishing.channels.base import (
    Account,
    Draft,
    Later,
    Media,
    Refused,
    Sent,
    TokenExpired,
    Unsure,
)
from mangnon.publishing.channels.marks import mark_of, marked
from mangnon.publishing.channels.zalo import notes
from mangnon.publishing.channels.zalo.checking import check
from mangnon.publishing.channels.zalo.finding import (
    found,
    held,
    look_up,
    mark_in_article,
    row_of,
    sent_as,
)
from mangnon.publishing.channels.zalo.talking import call

PAUSES = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between two questions: one minute together
# Of a video: 0 unknown, 1 ready, 2 locked, 3 being worked on, 4 failed, 5 removed.
_VIDEO_READY, _VIDEO_WAITS = 1, frozenset({0, 3})


def send(account: Account | None, draft: Draft, key: str) -> Sent:
    at = held(account)
    _stop_at_problems(draft)
    there = look_up(at, key) if notes.read(key) else found(at, key, title=draft.title)
    if there:
        return there
    said = _article(at, draft, mark_of(key))
    token = _created(at, said, key)
    return _standing(at, token, key)


def _created(account: Account, said: dict[str, Any], key: str) -> str:
    """The token of an article in the making. What Zalo did not take is not noted."""
    notes.write(key)
    try:
        data = call(account, Asked("POST", "/article/create", said=said, changes=True))
    except (Refused, Later, TokenExpired):  # certainly not there
        notes.forget(key)
        raise
    token = str(data.get("token") or "")
    notes.write(key, token)
    return token


def _standing(account: Account, token: str, key: str) -> Sent:
    """The article once it has its number. From here on nothing may lead to its being sent again,
    except that Zalo itself says it will not be."""
    try:
        article = _number(account, token)
    except Refused:
        notes.forget(key)
        raise
    except (Later, TokenExpired) as why:
        raise Unsure(str(why)) from None
    try:
        made = sent_as(account, article)
    except (Refused, Later, TokenExpired):  # only its address is not known
        made = Sent(article)
    notes.forget(key)
    return made


def recall(account: Account | None, outside_id: str) -> None:
    """Gone already is gone: what Zalo refuses to remove is looked for."""
    at = held(account)
    try:
        call(at, Asked("POST", "/article/remove", said={"id": outside_id}))
    except Refused:
        if row_of(at, outside_id) is not None:
            raise


def correct(account: Account | None, outside_id: str, draft: Draft) -> None:
    at = held(account)
    _stop_at_problems(draft)
    mark = mark_in_article(at, outside_id)
    if not mark:
        raise Refused("Bài viết không còn trên OA, không đính chính được.")
    said = {"id": outside_id, **_article(at, draft, mark)}
    token = call(at, Asked("POST", "/article/update", said=said)).get("token")
    _number(at, str(token or ""))


def _stop_at_problems(draft: Draft) -> None:
    stops = [one.words for one in check(draft) if one.stops]
    if stops:
        raise Refused(" ".join(stops))


def _article(account: Account, draft: Draft, mark: str) -> dict[str, Any]:
    """An article as Zalo reads it; `status`: seen at once."""
    video = _video(account, draft.video) if draft.video is not None else ""
    pictures = [_picture(account, one) for one in draft.pictures]
    return {
        "type": "normal",
        "title": draft.title,
        "author": draft.maker or account.name[:50],
        "cover": _cover(video, pictures),
        "description": draft.description,
        "body": [*_body(draft, mark, video, pictures)],
        "status": "show",
        "comment": "hide",  # nobody watches over what strangers write under it
    }


def _cover(video: str, pictures: list[str]) -> dict[str, str]:
    if pictures:
        return {"cover_type": "photo", "photo_url": pictures[0], "status": "show"}
    shape = {"cover_view": "horizontal", "video_id": video}
    return {"cover_type": "video", "status": "show", **shape}


def _body(draft: Draft, mark: str, video: str, pictures: list[str]) -> Iterator[dict[str, str]]:
    if video:
        yield {"type": "video", "video_id": video}
    tags = " ".join(f"#{tag}" for tag in draft.hashtags if f"#{tag}" not in draft.text)
    text = marked(f"{draft.text.strip()}\n\n{tags}".strip(), draft.address, mark)
    for paragraph in filter(None, (line.strip() for line in text.splitlines())):
        yield {"type": "text", "content": html.escape(paragraph, quote=False)}
    for address, picture in zip(pictures, draft.pictures, strict=True):
        yield {"type": "image", "url": address, "caption": picture.alt}


def _picture(account: Account, picture: Media) -> str:
    """The address under which Zalo keeps a picture. Asking twice only leaves one unused."""
    data = call(account, Asked("POST", "/oa/upload/image", files=[("file", picture)]))
    address = str(data.get("url") or "")
    if not address:
        raise Refused("Zalo không cho địa chỉ của ảnh đã tải lên, chưa gắn được vào bài viết.")
    return address


def _video(account: Account, video: Media) -> str:
    """The id of a video once Zalo has worked on it."""
    path = "/article/upload_video"
    put = Asked("POST", f"{path}/preparevideo", files=[("file", video)])
    token = str(call(account, put).get("token") or "")
    for pause in PAUSES:
        asked = Asked("GET", f"{path}/verify", headers={"token": token}, query={"token": token})
        state = call(account, asked)
        if state.get("status") == _VIDEO_READY:
            return str(state["video_id"])
        if state.get("status") not in _VIDEO_WAITS:
            raise Refused("Zalo không xử lý được video này.")
        time.sleep(pause)
    raise Later("Zalo đang xử lý video.")


def _number(account: Account, token: str) -> str:
    """The article's number, asked for until Zalo has worked on it. Raises Later when it takes
    longer than a minute."""
    for pause in PAUSES:
        with suppress(Later):
            said = call(account, Asked("POST", "/article/verify", said={"token": token}))
            if said.get("id"):
                return str(said["id"])
        time.sleep(pause)
    raise Later("Zalo đã nhận bài nhưng chưa xử lý xong.")
