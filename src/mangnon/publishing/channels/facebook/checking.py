"""What Facebook would not take, found before it is asked. The figures are data: `limits.csv`."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.publishing.channels.base import Draft, Problem
from mangnon.publishing.channels.facebook.wording import message_of
from mangnon.publishing.channels.limits import limits, too_big, too_long
from mangnon.publishing.channels.wanting import described, titled

PICTURES = frozenset({"image/png", "image/jpeg"})
_ANY_MARK = "0" * 12


def check(draft: Draft) -> list[Problem]:
    return [*_texts(draft), *_media(draft)]


def _texts(draft: Draft) -> Iterator[Problem]:
    yield from titled(draft)
    if not draft.text.strip():
        yield Problem("Bài đăng chưa có nội dung.", "text")
    yield from too_long(message_of(draft, _ANY_MARK), limits("facebook")["text_max"], "text")
    yield from described(draft)


def _media(draft: Draft) -> Iterator[Problem]:
    most = limits("facebook")
    count = most["pictures_max"]
    if draft.video is not None and draft.pictures:
        words = "Một bài chỉ mang ảnh hoặc video: video được đăng, ảnh ở lại."
        yield Problem(words, "pictures", count.certainty, stops=False)
    if draft.video is None and len(draft.pictures) > count.value:
        words = f"Một bài mang nhiều nhất {count.value} ảnh."
        yield Problem(words, "pictures", count.certainty)
    for picture in draft.pictures:
        if picture.kind not in PICTURES:
            words = f"“{picture.name}” phải là PNG hoặc JPEG."
            yield Problem(words, "pictures", most["picture_max"].certainty)
        yield from too_big(picture.content, most["picture_max"], "pictures", picture.name)
    if draft.video is not None:
        if draft.video.kind != "video/mp4":
            words = f"“{draft.video.name}” phải là MP4."
            yield Problem(words, "video", most["video_max"].certainty)
        yield from too_big(draft.video.content, most["video_max"], "video", draft.video.name)
