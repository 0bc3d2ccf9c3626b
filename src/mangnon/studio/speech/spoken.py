"""How a text is read out: numbers, emergency numbers, dates, shares, signs, as a person would."""

from __future__ import annotations

import re

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")
# Numbers that are called digit by digit.
_CALLED = re.compile(r"(?<![\d.,/])(?:11[1-5]|1800\d{4}|0\d{8,10}|18001567)(?![\d.,]*\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_ALWAYS = re.compile(r"\b24/7\b")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")
_FRACTION = re.compile(r"(?<![\d/])(\d{1,4})/(\d{1,4})(?![\d/])")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])")
_RANGE = re.compile(r"(\d)\s?[-–]\s?(\d)")
_NUMBER = re.compile(r"\d+")
_SIGNS = {
    "&": " và ",
    "+": " cộng ",
    "=": " bằng ",
    "…": ".",
    "“": "",
    "”": "",
    '"': "",
    "/": " ",
    "✔": "",
}


def spoken(text: str) -> str:
    """The words to be said; the text on screen stays as it is."""
    said = _ALWAYS.sub("hai mươi bốn giờ mỗi ngày", text)
    said = _CALLED.sub(lambda hit: " ".join(DIGITS[int(one)] for one in hit[0]), said)
    said = _DATE.sub(
        lambda hit: (
            f"ngày {number(int(hit[1]))} tháng {_month(int(hit[2]))} năm {number(int(hit[3]))}"
        ),
        said,
    )
    said = re.sub(r"\bngày ngày\b", "ngày", said)
    said = _SHARE.sub(lambda hit: f"{_decimal(hit[1])} phần trăm", said)
    said = _THOUSANDS.sub(lambda hit: number(int(hit[0].replace(".", ""))), said)
    said = _DECIMAL.sub(lambda hit: _decimal(hit[0]), said)
    said = _FRACTION.sub(lambda hit: f"{number(int(hit[1]))} trên {number(int(hit[2]))}", said)
    said = _RANGE.sub(r"\1 đến \2", said)
    said = _NUMBER.sub(lambda hit: number(int(hit[0])), said)
    for sign, words in _SIGNS.items():
        said = said.replace(sign, words)
    return " ".join(said.split())


def number(value: int) -> str:
    """0 to 999,999,999,999 in Vietnamese words; longer ones digit by digit."""
    if value >= 10**12:
        return " ".join(DIGITS[int(one)] for one in str(value))
    if value == 0:
        return DIGITS[0]
    groups = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    said = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            whole = place < len(groups) - 1
            said.append(f"{_hundreds(groups[place], whole=whole)} {_GROUPS[place]}".strip())
    return " ".join(said)


def _hundreds(value: int, *, whole: bool) -> str:
    """Up to 999; `whole`: with its hundreds also when there are none, as in 2026."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    said = [f"{DIGITS[hundreds]} trăm"] if hundreds or whole else []
    if tens == 0 and ones and said:
        said.append("lẻ")
    elif tens == 1:
        said.append("mười")
    elif tens > 1:
        said.append(f"{DIGITS[tens]} mươi")
    if ones:
        said.append(_ones(ones, tens))
    return " ".join(said)


def _ones(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens > 0:
        return "lăm"
    return DIGITS[ones]


def _month(value: int) -> str:
    return "tư" if value == 4 else number(value)


def _decimal(text: str) -> str:
    whole, _, part = text.replace(".", ",").partition(",")
    said = number(int(whole))
    if not part:
        return said
    read = " ".join(DIGITS[int(one)] for one in part) if part[0] == "0" else number(int(part))
    return f"{said} phẩy {read}"
