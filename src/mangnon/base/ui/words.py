"""Dates and counts in words."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SOON_WORKING_DAYS = 3


def due_words(days: int, *, working: bool = True) -> str:
    """Days left as words: 2 -> "còn 2 ngày làm việc", 0 -> "hạn hôm nay", -3 -> "quá hạn 3 …"."""
    unit = "ngày làm việc" if working else "ngày"
    if days == 0:
        return "hạn hôm nay"
    return f"còn {days} {unit}" if days > 0 else f"quá hạn {-days} {unit}"


def due_tone(days: int) -> str:
    """The tone that goes with `due_words`: red when late, amber when near, else grey."""
    if days < 0:
        return "red"
    return "amber" if days <= SOON_WORKING_DAYS else "grey"


def day_words(day: date, *, today: date) -> str:
    """A day as people say it: "hôm nay", "hôm qua", "thứ Hai 24/11", "24/11/2025"."""
    near = {0: "hôm nay", -1: "hôm qua", 1: "ngày mai"}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    if abs(distance) < 7:
        return f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"
    return f"{day:%d/%m/%Y}"
