"""What a kit asks of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.publishing.channels.base import Draft, Problem
from mangnon.publishing.channels.handkit.platforms import PLATFORMS
from mangnon.publishing.channels.wanting import described, fitting, titled


def check(draft: Draft) -> list[Problem]:
    return [*titled(draft), *_known(draft), *described(draft)]


def _known(draft: Draft) -> Iterator[Problem]:
    if draft.platform not in PLATFORMS:
        yield Problem("Chưa chọn nền tảng sẽ đăng.", "platform")
    elif draft.platform in {"zalo", "facebook"}:
        yield from fitting(draft, draft.platform)
