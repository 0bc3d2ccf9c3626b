"""How much of a clock's time is left, in minutes and in words. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

# From which share of the time (percent) a clock is shown in which tone.
TONES = ((0, "green"), (50, "blue"), (75, "amber"), (90, "red"))
_HOUR, _DAY = 60, 24 * 60


def tone_at(mark: int, *, over: bool) -> str:
    """The tone of a clock that has passed this mark."""
    if over:
        return "red"
    return next(tone for least, tone in reversed(TONES) if mark >= least)


def minutes_left(due_at: datetime, now: datetime) -> int:
    """Whole minutes, negative once it is over; the last started minute still counts."""
    return -((now - due_at) // timedelta(minutes=1))


def left_words(due_at: datetime, now: datetime) -> str:
    """ "còn 45 phút", "còn 11 giờ 20 phút", "còn 3 ngày 4 giờ", "quá hạn 2 giờ 5 phút"."""
    minutes = minutes_left(due_at, now)
    said = span_words(abs(minutes))
    return f"còn {said}" if minutes > 0 else f"quá hạn {said}"


def span_words(minutes: int) -> str:
    """Two units at most: nobody in a hurry reads a third."""
    if minutes < _HOUR:
        return f"{minutes} phút"
    if minutes < 2 * _DAY:
        return _two(minutes // _HOUR, "giờ", minutes % _HOUR, "phút")
    return _two(minutes // _DAY, "ngày", minutes % _DAY // _HOUR, "giờ")


def _two(first: int, unit: str, second: int, smaller: str) -> str:
    return f"{first} {unit} {second} {smaller}" if second else f"{first} {unit}"
