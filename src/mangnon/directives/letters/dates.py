"""Dates as letters print them: "05/8/2025", "ngày 10 tháng 7 năm 2018", or with blanks."""

import re
from datetime import date

from mangnon.directives.letters.model import LetterDate

DAY = (
    r"(?P<day>\d{1,2})\s?(?:[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>(?:19|20)\d{2})(?!\d)"
    r"|tháng\s{0,3}(?P<month_word>\d{1,2})\s{0,3}(?:năm\s{0,3}|[/.-]\s?)(?P<year_word>\d{4}))"
)
_HEAD_PART = re.compile(
    r"ng\w{2}\W{0,40}(?P<day>\d{1,2})?\W{0,40}th\w{2,3}\W{0,40}(?P<month>\d{1,2})?\W{0,40}n\w{2}\W{0,40}(?P<year>\d{4})?",
    re.IGNORECASE,
)
_IN_FIGURES = re.compile(
    r"ng\w{2}\W{0,9}(?P<day>\d{1,2})\W{1,3}(?P<month>\d{1,2})\W{1,3}(?P<year>\d{4})", re.IGNORECASE
)


def iso_of(found: re.Match[str]) -> str | None:
    """The ISO date in a match of DAY; None when there is no such day."""
    year = int(found["year"] or found["year_word"])
    month = int(found["month"] or found["month_word"])
    try:
        return date(year, month, int(found["day"])).isoformat()
    except ValueError:
        return None


def head_date(text: str) -> tuple[LetterDate, str | None]:
    """The date of a letter, blanks and all, and the place printed before it."""
    found = _HEAD_PART.search(text) or _IN_FIGURES.search(text)
    if found is None:
        return LetterDate(), None
    place = text[: found.start()].strip(" ,.") or None
    day, month, year = (
        int(found[name]) if found[name] else None for name in ("day", "month", "year")
    )
    return LetterDate(_within(day, 31), _within(month, 12), year), place


def _within(value: int | None, most: int) -> int | None:
    return value if value is not None and 0 < value <= most else None
