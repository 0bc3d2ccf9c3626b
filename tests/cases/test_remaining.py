"""The time left, in minutes and in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mangnon.cases.remaining import left_words, minutes_left, tone_at

NOW = datetime(2026, 2, 16, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=20), "còn 1 phút"),
        (timedelta(minutes=45), "còn 45 phút"),
        (timedelta(hours=11, minutes=20), "còn 11 giờ 20 phút"),
        (timedelta(hours=12), "còn 12 giờ"),
        (timedelta(hours=47, minutes=59), "còn 47 giờ 59 phút"),
        (timedelta(days=3, hours=4, minutes=50), "còn 3 ngày 4 giờ"),
        (timedelta(0), "quá hạn 0 phút"),
        (-timedelta(minutes=125), "quá hạn 2 giờ 5 phút"),
    ],
)
def test_time_left_is_said_in_two_units(left: timedelta, words: str) -> None:
    assert left_words(NOW + left, NOW) == words


def test_a_started_minute_counts() -> None:
    assert minutes_left(NOW + timedelta(seconds=61), NOW) == 2
    assert minutes_left(NOW - timedelta(seconds=61), NOW) == -1


@pytest.mark.parametrize(
    ("mark", "tone"), [(0, "green"), (50, "blue"), (74, "blue"), (75, "amber"), (90, "red")]
)
def test_the_tone_follows_the_mark(mark: int, tone: str) -> None:
    assert tone_at(mark, over=False) == tone
    assert tone_at(mark, over=True) == "red"
