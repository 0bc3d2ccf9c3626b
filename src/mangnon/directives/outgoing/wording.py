"""Numbers, dates, shares and lists of units as a Vietnamese office writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mangnon.kit.official.letter import LetterDate
from mangnon.kit.official.words import place_date

Number = int | float | Decimal


def number(value: Number) -> str:
    """1234.5 as "1.234,5": dots between thousands, a comma before at most two decimals."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("Số liệu không phải là số.")
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def share(part: int, whole: int) -> str:
    """The share in brackets, " (62,5%)", or nothing when there is no whole to share."""
    if not whole:
        return ""
    percent = Decimal(part * 100) / Decimal(whole)
    return f" ({number(percent.quantize(Decimal('0.1'), ROUND_HALF_UP))}%)"


def on_day(day: date) -> str:
    """ "ngày 05 tháng 8 năm 2025"."""
    return place_date("-", letter_date(day)).removeprefix("-, ")


def letter_date(day: date) -> LetterDate:
    """A calendar date as a letter's date."""
    return LetterDate(day.day, day.month, day.year)


def names(units: Sequence[str], *, most: int = 5) -> str:
    """ "Xã A, Xã B và 7 đơn vị khác": at most `most` names are written out."""
    if len(units) <= most:
        return ", ".join(units)
    return f"{', '.join(units[:most])} và {number(len(units) - most)} đơn vị khác"


def sentence(text: str) -> str:
    """The text with a capital and one full stop, unless it ends in another end mark."""
    said = " ".join(text.split()).rstrip(" ;,.")
    if not said:
        return ""
    return said[:1].upper() + said[1:] + ("" if said.endswith(("?", "!", "…", "”")) else ".")


ACRONYMS = {"UBND", "HĐND", "UBMTTQ", "VPCP"}
FIELDS_OF = {"sở", "bộ", "cục", "vụ", "phòng", "viện"}
PLACES_OF = ("tỉnh", "thành phố", "xã", "phường", "đặc khu", "huyện", "quận", "thị xã")


def in_sentence(name: str) -> str:
    """A name printed in capitals as it is written in a sentence: "SỞ GIÁO DỤC VÀ ĐÀO TẠO" as
    "Sở Giáo dục và Đào tạo"; a name in mixed letters stays as it is."""
    said = " ".join(name.split())
    if not said.isupper() or len(said.split()) < 2:
        return said
    words = [word if word.strip(",") in ACRONYMS else word.lower() for word in said.split()]
    raised = {0} | _field_starts(words) | _place_words(words)
    return " ".join(
        word[:1].upper() + word[1:] if place in raised else word for place, word in enumerate(words)
    )


def _field_starts(words: list[str]) -> set[int]:
    """After "Sở", "Bộ" and the like each field starts with a capital: Giáo dục và Đào tạo."""
    if words[0] not in FIELDS_OF:
        return set()
    end = min(_place_words(words), default=len(words) + 1) - 1
    joined = {n + 1 for n, word in enumerate(words[:-1]) if word == "và" or word.endswith(",")}
    return {n for n in joined | {1} if n < end and words[n] != "và"}


def _place_words(words: list[str]) -> set[int]:
    """Every word after "tỉnh", "xã" and the like is part of a place's name."""
    for start in range(1, len(words) - 1):
        for kind in PLACES_OF:
            length = len(kind.split())
            if " ".join(words[start : start + length]) == kind:
                return set(range(start + length, len(words)))
    return set()
