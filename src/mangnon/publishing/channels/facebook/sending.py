"""A post on a Page: pictures are put there unseen first, then the post shows them; or one video.

Only the request that makes the post may be Unsure. Pictures that no post came to show stay unseen,
and Facebook forgets them.
"""

from __future__ import annotations

import json

from mangnon.publishing.channels.asking import Asked
from mangnon.publishing.channels.base import (
    Account,
    Draft,
    Later,
    Media,
    Refused,
    Sent,
    TokenExpired,
)
from mangnon.publishing.channels.facebook.checking import check
from mangnon.publishing.channels.facebook.finding import Gone, address_of, held, look_up
from mangnon.publishing.channels.facebook.talking import call
from mangnon.publishing.channels.facebook.wording import message_of
from mangnon.publishing.channels.marks import mark_in, mark_of


def send(account: Account | None, draft: Draft, key: str) -> Sent:
    at = held(account)
    _stop_at_problems(draft)
    if there := look_up(at, key):
        return there
    message = message_of(draft, mark_of(key))
    outside_id = _film(at, draft, message) if draft.video else _post(at, draft, message)
    try:
        return Sent(outside_id, address_of(at, outside_id))
    except (Refused, Later, TokenExpired):  # it stands there; only its address is not known
        return Sent(outside_id)


def _stop_at_problems(draft: Draft) -> None:
    stops = [one.words for one in check(draft) if one.stops]
    if stops:
        raise Refused(" ".join(stops))


def _post(account: Account, draft: Draft, message: str) -> str:
    form = {"message": message}
    for number, picture in enumerate(draft.pictures):
        form[f"attached_media[{number}]"] = json.dumps({"media_fbid": _unseen(account, picture)})
    asked = Asked("POST", f"/{account.outside_id}/feed", form=form, changes=True)
    return str(call(account, asked)["id"])


def _unseen(account: Account, picture: Media) -> str:
    """The id of a picture that waits for its post."""
    form = {"published": "false", "alt_text_custom": picture.alt}
    files = [("source", picture)]
    asked = Asked("POST", f"/{account.outside_id}/photos", form=form, files=files)
    return str(call(account, asked)["id"])


def _film(account: Account, draft: Draft, message: str) -> str:
    assert draft.video is not None  # noqa: S101 - asked by `send`
    form = {"title": draft.title, "description": message}
    files = [("source", draft.video)]
    path = f"/{account.outside_id}/videos"
    return str(call(account, Asked("POST", path, form=form, files=files, changes=True))["id"])


def recall(account: Account | None, outside_id: str) -> None:
    """Gone already is gone, when the token still sees the Page."""
    at = held(account)
    try:
        call(at, Asked("DELETE", f"/{outside_id}"))
    except Gone:
        call(at, Asked("GET", f"/{at.outside_id}", query={"fields": "id"}))


def correct(account: Account | None, outside_id: str, draft: Draft) -> None:
    """New words for what stands there; Facebook lets no picture be changed."""
    at = held(account)
    _stop_at_problems(draft)
    field = "message" if "_" in outside_id else "description"
    there = call(at, Asked("GET", f"/{outside_id}", query={"fields": field}))
    mark = mark_in(str(there.get(field, "")))
    if not mark:
        raise Refused(
            "Bài trên Trang không mang mã của hệ thống, không sửa được bằng chương trình."
        )
    form = {field: message_of(draft, mark)}
    call(at, Asked("POST", f"/{outside_id}", form=form))
