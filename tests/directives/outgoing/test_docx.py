"""The DOCX as Word reads it: measured in millimetres and points."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.directives.outgoing import (
    LetterDate,
    OfficialLetter,
    Paragraph,
    Run,
    Signer,
    Urgency,
    to_docx,
)
from mangnon.kit.official.words import clean
from tests.directives.outgoing.letters import dispatch, notice


def _open(letter: OfficialLetter) -> Document:
    return docx.Document(io.BytesIO(to_docx(letter)))


def _text(document: Document) -> str:
    """All text in reading order, tables row by row."""
    parts = document.element.body.xpath(".//w:t")
    return "|".join(part.text or "" for part in parts)


def test_the_page_has_the_margins_of_the_decree() -> None:
    section = _open(dispatch()).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [
        round(side.mm)
        for side in (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ] == [20, 20, 30, 20]
    assert section.different_first_page_header_footer


def test_the_font_is_times_and_the_body_is_14_points_justified_and_moved_in() -> None:
    document = _open(dispatch())
    body = next(line for line in document.paragraphs if line.text.startswith("Để bảo vệ"))

    fonts = document.styles.element.xpath("//w:rPrDefault//w:rFonts/@w:ascii")
    assert fonts == ["Times New Roman"]
    assert body.runs[0].font.size.pt == 14
    assert body.paragraph_format.alignment == 3  # both sides
    assert round(body.paragraph_format.first_line_indent.mm, 1) == 12.7
    assert body.paragraph_format.space_after.pt >= 6


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic"),
    [
        ("UBND TỈNH QUẢNG NGÃI", 12, None, None),
        ("SỞ Y TẾ", 12, True, None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, None),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, None),
        ("Số: \u00a0", 13, None, None),
        ("Quảng Ngãi, ngày", 13, None, True),
        ("V/v tăng cường", 12, None, None),
        ("KHẨN", 13, True, None),
        ("Nơi nhận:", 12, True, True),
        ("- Như trên;", 11, None, None),
        ("KT. GIÁM ĐỐC", 14, True, None),
        ("Nguyễn Thị Mẫu", 14, True, None),
    ],
)
def test_each_part_has_the_type_that_the_decree_gives(
    words: str, size: float, bold: bool | None, italic: bool | None
) -> None:
    runs = [
        run
        for table in _open(dispatch()).tables
        for row in table.rows
        for cell in row.cells
        for line in cell.paragraphs
        for run in line.runs
    ]

    run = next(run for run in runs if run.text.startswith(words))

    assert (run.font.size.pt, run.font.bold, run.font.italic) == (size, bold, italic)


def test_the_parts_stand_in_the_order_of_the_page() -> None:
    text = _text(_open(dispatch()))

    order = [
        "UBND TỈNH QUẢNG NGÃI",
        "SỞ Y TẾ",
        "CỘNG HÒA",
        "Độc lập",
        "Số:",
        "V/v tăng cường",
        "KHẨN",
        "tháng 11 năm 2026",
        "Kính gửi:",
        "- Công an tỉnh;",
        "Để bảo vệ trẻ em",
        "1. |Phổ biến",
        "thực hiện./.",
        "Nơi nhận:",
        "- Lưu: VT, BTXH.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Thị Mẫu",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_the_rule_under_the_motto_is_as_long_as_the_motto() -> None:
    document = _open(dispatch())
    right = document.tables[0].rows[0].cells[1]
    rule = next(line for line in right.paragraphs if line._p.xpath("./w:pPr/w:pBdr/w:top"))

    sides = rule.paragraph_format.left_indent.mm + rule.paragraph_format.right_indent.mm
    length = document.tables[0].columns[1].width.mm - sides

    assert length == pytest.approx(56.1, abs=0.5)  # the motto's width in 13-point bold Times


def test_the_urgency_stamp_is_framed_in_red() -> None:
    document = _open(dispatch(urgency=Urgency.EXPRESS))
    stamp = next(
        line for line in document.tables[0].rows[1].cells[0].paragraphs if line.text == "HỎA TỐC"
    )

    assert stamp._p.xpath("./w:pPr/w:pBdr/*/@w:color") == ["E3000F"] * 4
    column = document.tables[0].columns[0].width.mm
    sides = stamp.paragraph_format.left_indent.mm + stamp.paragraph_format.right_indent.mm
    assert column - sides == pytest.approx(30, abs=0.2)


def test_one_addressee_stands_in_the_middle() -> None:
    document = _open(dispatch(addressees=("Sở Y tế",)))
    line = next(part for part in document.paragraphs if part.text.startswith("Kính gửi"))

    assert line.text == "Kính gửi: Sở Y tế"
    assert line.paragraph_format.alignment == 1


def test_a_table_repeats_its_header_and_keeps_its_rows_whole() -> None:
    table = _open(notice()).tables[1]

    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    assert [cell.text for cell in table.rows[-1].cells] == ["", "Tổng cộng", "180", ""]


def test_annexes_have_their_own_sections_and_the_first_lies_across() -> None:
    sections = _open(notice()).sections

    assert [part.orientation for part in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert all(part._sectPr.xpath("./w:pgNumType/@w:start") == ["1"] for part in sections)


def test_the_page_number_stands_at_the_top_but_not_on_the_first_page() -> None:
    section = _open(dispatch()).sections[0]

    assert section.header._element.xpath(".//w:fldSimple/@w:instr") == [" PAGE "]
    assert section.header.paragraphs[0].paragraph_format.alignment == 1
    assert section.first_page_header._element.xpath(".//w:fldSimple") == []


def test_equal_letters_are_equal_bytes_with_a_fixed_date() -> None:
    data = to_docx(notice())

    assert data == to_docx(notice())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 3, 5, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert properties.created == datetime.fromisoformat("2020-03-05T00:00:00+00:00")
    assert properties.author == "Sở Giáo dục và Đào tạo"


def test_a_letter_that_says_nothing_still_opens() -> None:
    text = _text(_open(OfficialLetter(issuer="", subject="")))

    assert "None" not in text
    assert "CỘNG HÒA" in text


ANY_TEXT = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    text=ANY_TEXT,
    name=ANY_TEXT,
    issuer=ANY_TEXT,
    addressees=st.lists(ANY_TEXT, max_size=3).map(tuple),
    day=st.none() | st.integers(1, 31),
)
def test_any_text_gives_a_docx_with_that_text(
    text: str, name: str, issuer: str, addressees: tuple[str, ...], day: int | None
) -> None:
    letter = dispatch(
        body=(Paragraph((Run(text, bold=True),)), Paragraph("cuối")),
        issuer=issuer,
        addressees=addressees,
        date=LetterDate(day),
        signer=Signer((issuer,), text, name),
    )

    document = _open(letter)

    assert clean(text) in _text(document)
    assert clean(name) in _text(document)


def test_decomposed_text_and_control_characters_are_mended() -> None:
    document = _open(dispatch(body=(Paragraph("Tre\u0309 em\u0000 \ud800🙂"),)))

    assert "Trẻ em" in _text(document)
    assert "🙂" in _text(document)
