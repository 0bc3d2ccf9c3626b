"""The lines of a letter as printed: blanks, noughts, dashes and end marks."""

from __future__ import annotations

import pytest

from mangnon.directives.outgoing import Items, Kind, LetterDate, Paragraph, Signer, Table
from mangnon.kit.official.measure import break_name, column_widths, even_lines, width_mm
from mangnon.kit.official.words import (
    number_line,
    place_date,
    reference,
    roman,
    words,
)
from tests.directives.outgoing.letters import dispatch, notice


def _spaces(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("number", "symbol", "printed"),
    [
        ("512", "/UBND-VHXH", "Số: 512/UBND-VHXH"),
        ("7", "BC-SYT", "Số: 07/BC-SYT"),
        (None, "/SYT-BTXH", "Số: /SYT-BTXH"),
        ("12", None, "Số: 12/"),
        (None, None, "Số: /"),
    ],
)
def test_the_number_leaves_room_for_what_is_missing(
    number: str | None, symbol: str | None, printed: str
) -> None:
    line = number_line(number, symbol)

    assert _spaces(line) == printed
    if number is None:
        assert "Số: " + "\u00a0" * 8 + "/" in line


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        (LetterDate(5, 2, 2026), "Quảng Ngãi, ngày 05 tháng 02 năm 2026"),
        (LetterDate(15, 3, 2026), "Quảng Ngãi, ngày 15 tháng 3 năm 2026"),
        (LetterDate(9, 12, 2026), "Quảng Ngãi, ngày 09 tháng 12 năm 2026"),
        (LetterDate(None, 11, 2026), "Quảng Ngãi, ngày tháng 11 năm 2026"),
        (LetterDate(), "Quảng Ngãi, ngày tháng năm"),
    ],
)
def test_the_date_carries_noughts_and_blanks(date: LetterDate, printed: str) -> None:
    assert _spaces(place_date("Quảng Ngãi", date)) == printed


def test_nothing_is_ever_printed_as_none() -> None:
    said = words(dispatch(parent=None, place=None, symbol=None, date=LetterDate()))

    assert "None" not in repr([getattr(said, name) for name in ("number", "place_date", "parent")])
    assert said.parent == ()


def test_many_addressees_stand_on_dashed_lines() -> None:
    assert words(dispatch()).addressees == (
        "- Công an tỉnh;",
        "- Sở Giáo dục và Đào tạo;",
        "- UBND các xã, phường, đặc khu.",
    )


def test_marks_that_the_writer_typed_are_not_doubled() -> None:
    said = words(
        dispatch(
            subject="V/v: tăng cường bảo vệ trẻ em./.",
            addressees=("- Công an tỉnh;",),
            copies=("- Như trên;", "- Lưu: VT."),
        )
    )

    assert said.about == ("V/v tăng cường bảo vệ trẻ em",)
    assert said.addressees == ("Công an tỉnh",)
    assert said.copies == ("- Như trên;", "- Lưu: VT.")


def test_a_letter_without_copies_is_kept_by_the_office() -> None:
    assert words(dispatch(copies=())).copies == ("- Như trên;", "- Lưu: VT.")
    assert words(dispatch(copies=(), addressees=())).copies == ("- Lưu: VT.",)


def test_the_body_ends_with_the_closing_mark() -> None:
    assert words(dispatch()).blocks[-1].text[-1].text.endswith("phối hợp thực hiện./.")  # type: ignore[union-attr]


def test_a_body_that_ends_with_a_table_closes_on_its_own_line() -> None:
    table = Table(("A",), (("1",),))

    *_, last = words(dispatch(body=(table,))).blocks

    assert isinstance(last, Paragraph)
    assert last.text[0].text == "./."  # type: ignore[union-attr]


def test_items_are_counted_or_dashed() -> None:
    body = (Items(("một", "hai"), mark="a"), Items(("ba",), mark="-"), Items(("bốn",), mark="1"))

    texts = [
        "".join(run.text for run in block.text)  # type: ignore[union-attr]
        for block in words(dispatch(body=body)).blocks
    ]

    assert texts == ["a) một", "b) hai", "- ba", "1. bốn./."]


def test_a_named_type_has_a_title_and_no_about_line() -> None:
    said = words(notice())

    assert said.title == "THÔNG BÁO"
    assert said.summary == ("Kết quả tháng 01 năm 2026",)
    assert said.about == ()
    assert words(dispatch()).title == ""


def test_annexes_are_numbered_and_say_what_they_go_with() -> None:
    first, second = words(notice()).annexes

    assert (first.label, second.label) == ("Phụ lục I", "Phụ lục II")
    assert first.belongs == (
        "(Kèm theo Thông báo số 07/TB-SGDĐT ngày 05 tháng 02 năm 2026 của Sở Giáo dục và Đào tạo)"
    )
    assert reference(dispatch(kind=Kind.PLAN)).startswith("Kế hoạch số ")


def test_authorities_given_in_one_line_are_stacked() -> None:
    signer = Signer(("TM. Ủy ban nhân dân KT. Chủ tịch",), "Phó Chủ tịch")

    assert words(dispatch(signer=signer)).authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")


def test_a_long_issuer_breaks_before_the_place() -> None:
    assert words(dispatch(issuer="Ủy ban nhân dân tỉnh Quảng Ngãi")).issuer == (
        "ỦY BAN NHÂN DÂN",
        "TỈNH QUẢNG NGÃI",
    )
    assert words(dispatch(issuer="Sở Y\ntế tỉnh")).issuer == ("SỞ Y", "TẾ TỈNH")


def test_a_very_long_issuer_takes_as_many_even_lines_as_it_needs() -> None:
    name = "BAN CHỈ ĐẠO CÔNG TÁC BẢO VỆ, CHĂM SÓC TRẺ EM VÀ BÌNH ĐẲNG GIỚI TỈNH QUẢNG NGÃI"

    lines = break_name(name, width=64, size=12, bold=True)

    assert " ".join(lines) == name
    assert all(width_mm(line, size=12, bold=True) <= 64 for line in lines)


def test_even_lines_leave_no_word_alone() -> None:
    said = "Kết quả thực hiện công tác bảo vệ trẻ em trên môi trường mạng năm 2026 của toàn tỉnh"

    first, second = even_lines(said, width=156, size=14)

    assert abs(len(first) - len(second)) < 12


def test_no_column_cuts_its_longest_word() -> None:
    table = Table(("TT", "Nội dung"), (("123456", "x"),), widths=(1, 99))

    narrow, wide = column_widths(table, 160)

    assert narrow > width_mm("123456", size=12)
    assert narrow + wide == pytest.approx(160)


def test_of_words_that_do_not_fit_only_the_longest_are_cut() -> None:
    endless = "nghiêng" * 40
    table = Table(("Một", "Hai", "Ba", "Bốn"), ((endless, endless, endless, "000000"),))

    *long, short = column_widths(table, 160)

    assert short > width_mm("000000", size=12)
    assert long == pytest.approx([(160 - short) / 3] * 3)


def test_a_word_with_an_end_mark_after_a_space_is_one_to_the_columns() -> None:
    table = Table(("TT", "Nội dung"), (("1234 :56", "x"),), widths=(1, 99))

    assert column_widths(table, 160)[0] > width_mm("1234 :56", size=12)


def test_a_table_refuses_rows_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="dòng dài hơn"):
        Table(("A",), (("1", "2"),))
    with pytest.raises(ValueError, match="độ rộng"):
        Table(("A",), (), widths=(0,))
    with pytest.raises(ValueError, match="căn lề"):
        Table(("A", "B"), (), align=("left",))  # type: ignore[arg-type]


def test_a_column_of_numbers_stands_in_the_middle() -> None:
    table = Table(("TT", "Đơn vị", "Tỷ lệ"), (("1", "Xã 1", "62,5%"), ("2", "Xã 2", "")))

    (made, _) = words(dispatch(body=(table,))).blocks

    assert isinstance(made, Table)
    assert [side.value for side in made.align] == ["center", "left", "center"]


def test_roman_numerals() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
