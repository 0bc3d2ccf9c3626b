"""What every channel wants of a draft, and the lengths of `studio/data/social.csv` with how sure
they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from mangnon.publishing.channels.base import Certainty, Draft, Problem
from mangnon.studio.genres.social.make import LIMITS


def titled(draft: Draft) -> Iterator[Problem]:
    if not draft.title.strip():
        yield Problem("Chưa có tiêu đề.", "title")


def fitting(draft: Draft, channel: str) -> Iterator[Problem]:
    """Against the channel's line of the table; 0 is no limit."""
    row = _rows()[channel]
    official = row["certainty"] == "chính thức"
    sure = Certainty.OFFICIAL if official else Certainty.SECONDARY
    parts = (
        ("title", "Tiêu đề", draft.title, int(row["title_max"])),
        ("text", "Nội dung", draft.text, int(row["body_max"])),
    )
    for field, words, text, most in parts:
        if most and len(text) > most:
            said = f"{words} dài {len(text)} ký tự, {row['words']} nhận nhiều nhất {most}."
            yield Problem(said, field, sure)
    most = int(row["hashtags_max"])
    if len(draft.hashtags) > most:
        yield Problem(f"Nhiều hơn {most} thẻ chủ đề.", "hashtags", sure, stops=False)


def described(draft: Draft) -> Iterator[Problem]:
    """Every picture says what it shows."""
    for picture in draft.pictures:
        if not picture.alt.strip():
            yield Problem(f"Ảnh {picture.name} chưa có lời mô tả.", "pictures", stops=False)


@cache
def _rows() -> dict[str, dict[str, str]]:
    with LIMITS.open(encoding="utf-8", newline="") as file:
        return {row["channel"]: row for row in csv.DictReader(file)}
