"""What loudspeakers ask of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mangnon.publishing.channels.base import Draft, Problem
from mangnon.publishing.channels.wanting import titled


def check(draft: Draft) -> list[Problem]:
    return [*titled(draft), *_in_time(draft), *_heard(draft)]


def _in_time(draft: Draft) -> Iterator[Problem]:
    """Days in ISO compare as texts."""
    if draft.valid_until and draft.valid_until < draft.valid_from:
        last = date.fromisoformat(draft.valid_until)
        words = f"Bài chỉ phát đến hết ngày {last:%d/%m/%Y}: hẹn sớm hơn hoặc dựng bản mới."
        yield Problem(words, "due_at")


def _heard(draft: Draft) -> Iterator[Problem]:
    kinds = {one.kind for one in draft.files}
    if "text/plain" not in kinds:
        yield Problem("Không có kịch bản đọc: hãy chọn sản phẩm là bài phát thanh.", "files")
    if "audio/mpeg" not in kinds:
        words = "Không có tệp MP3, phát thanh viên phải đọc theo kịch bản."
        yield Problem(words, "files", stops=False)
