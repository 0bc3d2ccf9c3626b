"""Letterheads flattened in every way give the same issuer, number, place, date and subject."""

import pytest

from mangnon.directives.letters import LetterDate
from tests.directives.letters.letters import letter_text, read, reading_of

TWO_COLUMNS = """\
UBND TỈNH AN BÌNH                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                              Độc lập – Tự do – Hạnh phúc
Số: 512/SYT-DSTE                     An Bình, ngày 05 tháng 8 năm 2025
V/v phổ biến tài liệu
bảo vệ trẻ em
"""
ONE_LINE = (
    "UBND TỈNH AN BÌNH SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    " Số: 512/SYT-DSTE An Bình, ngày 05 tháng 8 năm 2025 V/v phổ biến tài liệu bảo vệ trẻ em\n"
)
WORDS_BETWEEN_BARS = """\
UBND
TỈNH AN
BÌNH
SỞ Y TẾ
-------
|
CỘNG HÒA XÃ
HỘI CHỦ NGHĨA
VIỆT NAM
Độc lập - Tự do
- Hạnh phúc
---------------
|
Số: 512/SYT-DSTE
V/v phổ biến tài liệu bảo vệ trẻ em
|
An Bình, ngày 05 tháng 8 năm 2025
"""
TABLE = """\
| UBND TỈNH AN BÌNH SỞ Y TẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
| --- | --- |
| Số: 512/SYT-DSTE V/v phổ biến tài liệu bảo vệ trẻ em | An Bình, ngày 05 tháng 8 năm 2025 |
"""
RIGHT_FIRST = """\
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
-------
An Bình, ngày 05 tháng 8 năm 2025

UBND TỈNH AN BÌNH
SỞ Y TẾ
Số: 512/SYT-DSTE
V/v: phổ biến tài liệu bảo vệ trẻ em
"""
MARKDOWN = """\
UBND TỈNH AN BÌNH\x20\x20
**SỞ Y TẾ**

**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\x20\x20
**Độc lập – Tự do – Hạnh phúc**

Số: 512/SYT-DSTE

*An Bình, ngày 05 tháng 8 năm 2025*

V/v phổ biến tài liệu\x20\x20
bảo vệ trẻ em
"""


@pytest.mark.parametrize(
    "head", [TWO_COLUMNS, ONE_LINE, WORDS_BETWEEN_BARS, TABLE, RIGHT_FIRST, MARKDOWN]
)
def test_one_head_flattened_six_ways(head: str) -> None:
    letter = read(letter_text(head=head))

    assert (letter.parent, letter.issuer) == ("UBND TỈNH AN BÌNH", "SỞ Y TẾ")
    assert (letter.number, letter.symbol) == ("512", "/SYT-DSTE")
    assert (letter.place, letter.date) == ("An Bình", LetterDate(5, 8, 2025))
    assert letter.subject == "phổ biến tài liệu bảo vệ trẻ em"


@pytest.mark.parametrize(
    ("printed", "parent", "issuer"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH"], None, "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"),
        (
            ["UBND TỈNH AN BÌNH", "SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"],
            "UBND TỈNH AN BÌNH",
            "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
        ),
        (["BỘ Y TẾ", "CỤC BÀ MẸ VÀ TRẺ EM"], "BỘ Y TẾ", "CỤC BÀ MẸ VÀ TRẺ EM"),
        (
            ["UBND THÀNH PHỐ HẢI PHÒNG", "SỞ NỘI VỤ"],
            "UBND THÀNH PHỐ HẢI PHÒNG",
            "SỞ NỘI VỤ",
        ),
        (
            ["UBND TỈNH AN BÌNH", "SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"],
            "UBND TỈNH AN BÌNH",
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        ),
        (
            ["UBND XÃ TÂN LẬP", "TRƯỜNG TIỂU HỌC", "TÂN LẬP"],
            "UBND XÃ TÂN LẬP",
            "TRƯỜNG TIỂU HỌC TÂN LẬP",
        ),
        (["BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"], None, "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
    ],
)
def test_names_over_several_lines(printed: list[str], parent: str | None, issuer: str) -> None:
    head = "\n".join(printed) + "\nSố: 7/AB\nAn Bình, ngày 5 tháng 8 năm 2025\nV/v trẻ em\n"
    letter = read(letter_text(head=head))
    assert (letter.parent, letter.issuer) == (parent, issuer)


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 512/UBND-VHXH", "512", "/UBND-VHXH"),
        ("Số:      /SGDĐT-HCQT", None, "/SGDĐT-HCQT"),
        ("Số: ......../UBND-VX", None, "/UBND-VX"),
        ("Số 05/PTTH&TTĐT-NV", "05", "/PTTH&TTĐT-NV"),
        ("Số: 88-CV/TĐTN", "88", "-CV/TĐTN"),
        ("Số: 9 / UBND - VX", "9", "/UBND-VX"),
        ("Số: 1284/SYT-DSTE   V/v: trẻ em", "1284", "/SYT-DSTE"),
    ],
)
def test_numbers_and_symbols(printed: str, number: str | None, symbol: str) -> None:
    letter = read(letter_text(head=f"SỞ Y TẾ\n{printed}\nAn Bình, ngày 5 tháng 8 năm 2025\n"))
    assert (letter.number, letter.symbol) == (number, symbol)


@pytest.mark.parametrize("word", ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"])
def test_urgency_above_or_below_the_subject(word: str) -> None:
    above = read(letter_text(head=f"SỞ Y TẾ\nSố: 1/SYT\n{word}\nV/v trẻ em\n"))
    below = read(letter_text(head=f"SỞ Y TẾ\nSố: 1/SYT\nV/v trẻ em\n{word}\n"))
    assert (above.urgency, above.subject) == (word, "trẻ em")
    assert (below.urgency, below.subject) == (word, "trẻ em")


def test_a_lost_head_leaves_its_tail_and_the_issuer_is_the_one_who_asks() -> None:
    reading = reading_of(letter_text(head=" mạng\n\n   An Bình,  ngày     tháng  8   năm 2025\n"))
    letter = reading.letter

    assert (letter.issuer, letter.parent, letter.subject) == ("Sở Y tế", None, None)
    assert (letter.place, letter.date) == ("An Bình", LetterDate(None, 8, 2025))
    assert any("suy ra “Sở Y tế”" in warning for warning in reading.warnings)
    assert any("“mạng”" in warning for warning in reading.warnings)
    assert reading.confidence["issuer"] < 0.7


def test_a_stamp_of_arrival_is_no_part_of_the_head() -> None:
    head = "CÔNG VĂN ĐẾN Số: 991 Ngày: 07/10/2025\n" + TWO_COLUMNS
    letter = read(letter_text(head=head))
    assert (letter.issuer, letter.number, letter.date.day) == ("SỞ Y TẾ", "512", 5)
