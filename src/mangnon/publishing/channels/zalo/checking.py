"""What Zalo would not take, found before it is asked. The figures are data: `limits.csv`."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.publishing.channels.base import Draft, Media, Problem
from mangnon.publishing.channels.limits import limits, too_big, too_long
from mangnon.publishing.channels.wanting import described, titled

PICTURES = frozenset({"image/png", "image/jpeg"})
VIDEOS = frozenset({"video/mp4", "video/x-msvideo", "video/avi"})


def check(draft: Draft) -> list[Problem]:
    return [*_texts(draft), *_media(draft)]


def _texts(draft: Draft) -> Iterator[Problem]:
    most = limits("zalo")
    yield from titled(draft)
    if not draft.description.strip():
        certainty = most["description_max"].certainty
        yield Problem("Bài viết Zalo cần mô tả ngắn.", "description", certainty)
    if not draft.text.strip():
        yield Problem("Bài viết chưa có nội dung.", "text")
    yield from too_long(draft.title, most["title_max"], "title")
    yield from too_long(draft.description, most["description_max"], "description")
    yield from too_long(draft.text, most["text_max"], "text")
    yield from too_long(draft.maker, most["author_max"], "maker")
    yield from described(draft)


def _media(draft: Draft) -> Iterator[Problem]:
    most = limits("zalo")
    if not draft.pictures and draft.video is None:
        words = "Bài viết Zalo cần ảnh bìa hoặc video."
        yield Problem(words, "pictures", most["picture_max"].certainty)
    for picture in draft.pictures:
        yield from _kind(picture, PICTURES, "pictures", "PNG hoặc JPEG")
        yield from too_big(picture.content, most["picture_max"], "pictures", picture.name)
    if draft.video is not None:
        yield from _kind(draft.video, VIDEOS, "video", "MP4 hoặc AVI")
        yield from too_big(draft.video.content, most["video_max"], "video", draft.video.name)


def _kind(media: Media, taken: frozenset[str], field: str, words: str) -> Iterator[Problem]:
    if media.kind not in taken:
        certainty = limits("zalo")["video_max"].certainty
        yield Problem(f"“{media.name}” phải là {words}.", field, certainty)
