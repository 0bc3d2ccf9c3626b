"""Names of offices that a letter prints in capitals, as they are written in a sentence."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "offices.csv"
_PLACE = re.compile(
    r"\b(tỉnh|thành phố|huyện|thị xã|xã|phường|đặc khu|trường \w+)\s+(.+)$", re.IGNORECASE
)


def office_name(printed: str) -> str:
    """ "SỞ GIÁO DỤC VÀ ĐÀO TẠO" -> "Sở Giáo dục và Đào tạo"; what is not in capitals stays."""
    if not printed.isupper():
        return printed
    lower = printed.lower()
    for name in _offices():
        if lower.startswith(name.lower()):
            rest = printed[len(name) :].lower()
            return name + _PLACE.sub(lambda hit: f"{hit[1]} {hit[2].title()}", rest)
    placed = _PLACE.sub(lambda hit: f"{hit[1]} {hit[2].title()}", lower)
    return placed[:1].upper() + placed[1:]


@cache
def _offices() -> tuple[str, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file, delimiter="\t")]
    return tuple(sorted(names, key=len, reverse=True))
