"""The limits are data, and the page of the docs tells each with its certainty."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.publishing.channels.base import Certainty
from mangnon.publishing.channels.limits import limits

PAGE = Path("docs/reference/channels.md").read_text(encoding="utf-8")
_SHOWN = {"bytes": lambda value: f"{value // 2**20} MB" if value < 2**30 else "1 GB"}


@pytest.mark.parametrize(("channel", "words"), [("zalo", "Zalo"), ("facebook", "Facebook")])
def test_each_limit_stands_on_the_page(channel: str, words: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| {words} |")]
    limited = [line for line in rows if line.endswith("| chưa đối chiếu |")]
    assert len(limited) == len(limits(channel))
    for limit, line in zip(limits(channel).values(), limited, strict=True):
        shown = _SHOWN.get(limit.unit, lambda value: f"{value:,}")(limit.value)
        assert shown in line, (limit.name, line)
        assert limit.certainty == Certainty.SECONDARY


def test_the_page_says_that_it_was_not_proved_live() -> None:
    assert "Not proved live" in PAGE
    assert "chưa chạy thật với Zalo, Facebook" in PAGE
