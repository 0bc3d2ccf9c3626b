"""Quarters and years of which figures are told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_ROMAN = ("I", "II", "III", "IV")
QUARTERS_SHOWN, YEARS_SHOWN = 12, 4
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, order=True)
class Quarter:
    """One of the four quarters of a year, `number` from 1."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def months(self) -> tuple[date, date, date]:
        """The first days of its months."""
        first = 3 * self.number - 2
        return (
            date(self.year, first, 1),
            date(self.year, first + 1, 1),
            date(self.year, first + 2, 1),
        )

    @property
    def since(self) -> date:
        return self.months[0]

    @property
    def until(self) -> date:
        """The first day that belongs to it no more."""
        return self.after.since

    @property
    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def words(self) -> str:
        return f"quý {_ROMAN[self.number - 1]} năm {self.year}"

    @property
    def short(self) -> str:
        return f"Quý {_ROMAN[self.number - 1]}/{self.year}"


@dataclass(frozen=True)
class Span:
    """What is asked for, with the quarters told of: those of a year, or one and that before it."""

    key: str
    words: str
    quarters: tuple[Quarter, ...]

    @property
    def is_year(self) -> bool:
        return len(self.quarters) == 4

    @property
    def last(self) -> Quarter:
        return self.quarters[-1]

    @property
    def told(self) -> tuple[Quarter, ...]:
        """The quarters that belong to what is asked for, without the one only compared with."""
        return self.quarters if self.is_year else self.quarters[-1:]

    @property
    def since(self) -> date:
        return self.quarters[0].since

    @property
    def until(self) -> date:
        return self.last.until

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(month for quarter in self.quarters for month in quarter.months)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def of_quarter(quarter: Quarter) -> Span:
    return Span(quarter.key, quarter.words, (quarter.before, quarter))


def of_year(year: int) -> Span:
    return Span(str(year), f"năm {year}", tuple(Quarter(year, number) for number in (1, 2, 3, 4)))


def asked(key: str, today: date) -> Span:
    """`2026-q3` or `2026`; anything else is the quarter in which we are."""
    year, _, number = key.partition("-q")
    if year.isascii() and year.isdecimal() and FIRST_YEAR < int(year[:5]) <= LAST_YEAR:
        if number in ("1", "2", "3", "4"):
            return of_quarter(Quarter(int(year), int(number)))
        if key == year:
            return of_year(int(year))
    return of_quarter(quarter_of(today))


def choices(today: date) -> list[tuple[str, str]]:
    """The quarters back from the present one, then the years."""
    found, quarter = [], quarter_of(today)
    for _ in range(QUARTERS_SHOWN):
        found.append((quarter.key, quarter.short))
        quarter = quarter.before
    return found + [
        (str(year), f"Năm {year}") for year in range(today.year, today.year - YEARS_SHOWN, -1)
    ]
