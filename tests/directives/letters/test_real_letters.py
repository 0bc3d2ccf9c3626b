"""The two letters that the platform was made for, where their files are at hand."""

from pathlib import Path

import pytest

from mangnon.directives.letters import Ground, LetterDate, Reading, Signer, read_letter

FOLDER = Path(__file__).parents[4] / "shared" / "letters"


def real(name: str) -> Reading:
    file = FOLDER / name
    if not file.exists():
        pytest.skip("the real letters are not at hand: ../shared/letters")
    return read_letter(file.read_bytes(), name=name)


def test_the_letter_of_quang_ngai() -> None:
    reading = real("000_45ee9aaa01e8ef3d.txt")
    letter = reading.letter

    assert letter.type == "công văn"
    assert (letter.issuer, letter.parent) == ("Sở Y tế", None)
    assert any("suy ra “Sở Y tế”" in warning for warning in reading.warnings)
    assert (letter.place, letter.date) == ("Quảng Ngãi", LetterDate(None, 8, 2025))
    assert (letter.number, letter.symbol, letter.subject) == (None, None, None)
    assert letter.addressees == (
        "Công an tỉnh",
        "Sở Giáo dục và Đào tạo",
        "UBND các xã, phường, đặc khu",
    )
    assert letter.grounds == (Ground("901/BMTE-BV", "2025-08-05", "Cục Bà mẹ và Trẻ em"),)
    assert [clause.number for clause in letter.clauses] == ["1", "2", "3", "4", "5", "6"]
    assert "https" not in reading.text
    assert "tỉnh Quảng Ngãi, Trung tâm Công tác xã hội Kon Tum" in letter.clauses[4].text
    assert letter.clauses[5].text.endswith("xâm hại trên môi trường mạng.")
    assert letter.signer == Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Bùi Văn Tiến")
    assert letter.copies == (
        "Như trên",
        "UBND tỉnh (b/c)",
        "Đ/c Giám đốc, các PGĐ Sở",
        "Lưu: VT, CSXH",
    )
    assert (letter.deadline, letter.recurring, letter.urgency) == (None, None, None)
    assert "Văn bản không nêu thời hạn." in reading.warnings


def test_the_letter_of_long_an() -> None:
    reading = real("003_8205785804483dcc.txt")
    letter = reading.letter

    assert (letter.issuer, letter.parent) == ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "UBND TỈNH LONG AN")
    assert (letter.number, letter.symbol) == (None, "/SGDĐT-HCQT")
    assert (letter.place, letter.date) == ("Long An", LetterDate(None, 11, 2024))
    assert letter.subject == "phổ biến tài liệu tuyên truyền bảo vệ trẻ em trên môi trường mạng"
    assert letter.addressees == (
        "Các Trưởng phòng GD&ĐT",
        "Thủ trưởng các đơn vị, trường học trực thuộc Sở",
    )
    assert letter.grounds == (
        Ground("3006/KH-UBND", "2021-09-15", "UBND tỉnh"),
        Ground("2929/STTTT-TTBCXB", "2024-11-18", None),
    )
    assert [clause.number for clause in letter.clauses] == ["-", "-", "-"]
    assert letter.clauses[2].text.endswith("nền tảng truyền thông khác phù hợp.")
    assert "**" not in reading.text
    assert letter.signer.name == "Nguyễn Hồng Phúc"
    assert letter.copies == (
        "Như trên",
        "GD, các PGD",
        "Các phòng Sở",
        "Thanh tra Sở",
        "Lưu: VT,HCQT",
    )
    assert letter.deadline is None
