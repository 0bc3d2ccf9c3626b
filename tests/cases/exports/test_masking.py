"""Lists and tables of cases that may leave: nobody is recognised in them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl

from mangnon.cases.exporting import HIDDEN_WORDS, Matter, list_rows, masked, table_rows
from mangnon.cases.sheets import Mark, plain, to_csv, to_xlsx

MARK = Mark("KX2611-ABCDEF", "Đỗ Thị Tỉnh", datetime(2026, 11, 29, 2, 5, tzinfo=UTC))


def matters(count: int, month: int, kind: str, commune: str = "Xã Sơn Hà") -> list[Matter]:
    return [
        Matter(
            f"{kind}{month}{n}", date(2026, month, 3), commune, kind, "Khẩn cấp", "Rà soát", 2, 1
        )
        for n in range(count)
    ]


def test_five_of_a_month_and_kind_are_told_as_they_are() -> None:
    found = masked(matters(5, 3, "Bạo lực"), "muoi")
    assert [(one.time, one.kind) for one in found.rows] == [("03/2026", "Bạo lực")] * 5
    assert not found.left_out


def test_rare_ones_lose_the_month_then_the_kind_then_stay_behind() -> None:
    """Four in March and two in May: the year. Three of another kind join them without a kind only
    when they are five together, which they are not."""
    rows = [*matters(4, 3, "Bạo lực"), *matters(2, 5, "Bạo lực"), *matters(3, 3, "Mua bán")]
    found = masked(rows, "muoi")
    assert {(one.time, one.kind) for one in found.rows} == {("2026", "Bạo lực")}
    assert (len(found.rows), found.left_out) == (6, True)

    mixed = masked([*matters(3, 3, "Mua bán"), *matters(2, 4, "Bạo lực")], "muoi")
    assert {(one.time, one.kind) for one in mixed.rows} == {("2026", "Không nêu")}
    assert len(mixed.rows) == 5


def test_rows_are_numbered_anew_and_say_neither_place_nor_number() -> None:
    rows = list_rows(masked(matters(6, 3, "Bạo lực"), "muoi"))
    assert [row[0] for row in rows] == ["TT", 1, 2, 3, 4, 5, 6]
    assert rows[1][1:] == ["03/2026", "Bạo lực", "Khẩn cấp", "Rà soát", 2, 1]
    assert "Sơn Hà" not in str(rows)


def test_the_order_of_two_lists_of_the_same_cases_differs() -> None:
    some = [
        Matter(str(n), date(2026, 3, 3), "", "Bạo lực", "", f"bước {n}", n, 0) for n in range(12)
    ]
    first, second = (masked(some, salt).rows for salt in ("muoi", "duong"))
    assert first != second
    assert sorted(one.met for one in first) == sorted(one.met for one in second)


def test_a_table_hides_small_cells_and_what_would_give_them_away() -> None:
    rows = table_rows(
        [
            *matters(3, 3, "Bạo lực"),
            *matters(9, 3, "Xâm hại"),
            *matters(20, 3, "Bạo lực", "Xã Sơn Hạ"),
            *matters(30, 3, "Xâm hại", "Xã Sơn Hạ"),
        ]
    )
    assert rows == [
        ["Nơi xảy ra", "Bạo lực", "Xâm hại", "Tổng số"],
        ["Xã Sơn Hà", HIDDEN_WORDS, HIDDEN_WORDS, 12],
        ["Xã Sơn Hạ", HIDDEN_WORDS, HIDDEN_WORDS, 50],
        ["Tổng số", 23, 39, 62],
    ]


def test_nothing_is_a_table_too() -> None:
    assert table_rows([]) == [["Nơi xảy ra", "Tổng số"]]
    assert len(list_rows(masked([], "muoi"))) == 1


def test_no_text_becomes_a_formula() -> None:
    for text in ("=1+1", "+84", "-2", "@x", "\t=1", "  =HYPERLINK(1)", "\r=1"):
        assert str(plain(text)).startswith("'"), text
    assert (plain("Xã Sơn Hà"), plain(5)) == ("Xã Sơn Hà", 5)
    evil = [["=cmd|' /C calc'!A0", "+1"], ["Xã", 5]]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx("Bảng", evil, ["=1"], MARK))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "\r\n'=cmd" in to_csv(evil, [], MARK).decode("utf-8-sig")


def test_the_watermark_is_on_every_printed_page_and_in_the_properties() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx("Bảng", [["A"], [1]], [], MARK)))
    words = "Kết xuất số KX2611-ABCDEF, Đỗ Thị Tỉnh, 09:05 ngày 29/11/2026. Không chuyển tiếp."
    for sheet in book.worksheets:
        assert sheet["A1"].value == words
        assert (sheet.oddHeader.left.text, sheet.oddFooter.left.text) == (words, words)
    told = book.properties
    assert (told.identifier, told.creator) == ("KX2611-ABCDEF", "Đỗ Thị Tỉnh")
    assert told.description == words
    assert to_csv([["A"]], [], MARK).decode("utf-8-sig").startswith(f'"{words}"')
