"""Dates and counts as people say them."""

from datetime import date

import pytest

from mangnon.base.ui.words import day_words, due_tone, due_words

TODAY = date(2025, 11, 19)  # a Wednesday


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (9, "còn 9 ngày làm việc", "grey"),
        (3, "còn 3 ngày làm việc", "amber"),
        (0, "hạn hôm nay", "amber"),
        (-1, "quá hạn 1 ngày làm việc", "red"),
        (-30, "quá hạn 30 ngày làm việc", "red"),
    ],
)
def test_a_deadline_says_how_near_it_is(days: int, words: str, tone: str) -> None:
    assert due_words(days) == words
    assert due_tone(days) == tone


def test_plain_days_are_not_called_working_days() -> None:
    assert due_words(2, working=False) == "còn 2 ngày"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 11, 19), "hôm nay"),
        (date(2025, 11, 18), "hôm qua"),
        (date(2025, 11, 20), "ngày mai"),
        (date(2025, 11, 24), "thứ Hai 24/11"),
        (date(2025, 11, 16), "Chủ nhật 16/11"),
        (date(2025, 11, 26), "26/11/2025"),
        (date(2024, 2, 29), "29/02/2024"),
    ],
)
def test_a_day_is_said_the_nearer_the_simpler(day: date, words: str) -> None:
    assert day_words(day, today=TODAY) == words
