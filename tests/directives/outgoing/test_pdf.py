"""The PDF: the same letter, read back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mangnon.directives.outgoing import (
    LetterDate,
    OfficialLetter,
    Paragraph,
    Signer,
    Table,
    to_pdf,
)
from mangnon.kit.fonts import VIETNAMESE_LETTERS, FontsMissing
from mangnon.kit.official.words import clean
from tests.directives.outgoing.letters import dispatch, notice


def _read(letter: OfficialLetter) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(letter)))


def _text(reader: PdfReader) -> str:
    said = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(said.replace("\u00a0", " ").split())


def test_a_short_letter_is_one_page_of_a4_that_reads_in_order() -> None:
    reader = _read(dispatch())
    text = _text(reader)

    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    order = ["SỞ Y TẾ", "Độc lập", "Số: /SYT-BTXH", "V/v tăng cường", "KHẨN", "Kính gửi:"]
    order += ["- Công an tỉnh;", "1. Phổ biến", "thực hiện./.", "Nơi nhận:", "PHÓ GIÁM ĐỐC"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_only_the_fonts_made_at_setup_are_in_it() -> None:
    names = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in _read(notice()).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }

    assert names <= {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


def test_a_long_table_repeats_its_header_and_annexes_count_their_own_pages() -> None:
    pages = [" ".join(page.extract_text().split()) for page in _read(notice()).pages]

    assert "Đơn vị" in pages[0]
    assert pages[1].startswith("2 TT Đơn vị")
    annex = next(place for place, text in enumerate(pages) if text.startswith("Phụ lục I "))
    assert pages[annex + 1].startswith("2 ")
    box = _read(notice()).pages[annex].mediabox
    assert box.width > box.height


def test_equal_letters_are_equal_bytes() -> None:
    assert to_pdf(notice()) == to_pdf(notice())


def test_the_pdf_names_the_letter_and_its_language() -> None:
    reader = _read(dispatch())

    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Sở Y tế – tăng cường công tác bảo vệ trẻ em trên môi trường mạng"
    )
    assert reader.root_object["/Lang"].startswith("vi")
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_a_letter_that_says_nothing_still_prints() -> None:
    assert "None" not in _text(_read(OfficialLetter(issuer="", subject="")))


def test_markup_in_the_text_stays_text() -> None:
    text = _text(_read(dispatch(body=(Paragraph('#import "x" $a$ *b* _c_ <d> @e \\ //f'),))))

    assert '#import "x" $a$ *b* _c_ <d> @e \\ //f' in text


def test_a_web_address_stays_inside_its_cell_and_page() -> None:
    address = "https://vidu.example/" + "rat-dai/" * 40
    table = Table(("A", "B"), ((address, "x"),), widths=(1, 1))

    reader = _read(dispatch(body=(Paragraph(address), table, Paragraph("hết"))))

    said = "".join(_text(reader).split()).replace("\u200b", "")
    assert said.count(address) == 2


def test_a_letter_is_accessible_and_one_with_a_strange_sign_is_still_printed() -> None:
    assert b"pdfuaid" in to_pdf(dispatch())

    strange = to_pdf(dispatch(body=(Paragraph("Chào 🙂"),)))

    assert b"pdfuaid" not in strange
    assert strange.startswith(b"%PDF")


def test_fonts_that_were_not_built_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANGNON_FONTS", str(tmp_path))

    with pytest.raises(FontsMissing, match="make setup"):
        to_pdf(dispatch())


VIETNAMESE_TEXT = st.text(
    alphabet=VIETNAMESE_LETTERS + " aeiouyABC0123456789,.",
    min_size=1,
    max_size=50,
)


@settings(max_examples=25, deadline=None)
@given(text=VIETNAMESE_TEXT)
def test_vietnamese_text_reads_back(text: str) -> None:
    letter = dispatch(body=(Paragraph(f"đầu {text} cuối"), Paragraph("hết")))

    assert "".join(clean(text).split()) in "".join(_text(_read(letter)).split())


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_a_pdf(text: str) -> None:
    letter = dispatch(
        body=(Paragraph(text), Paragraph("hết")),
        issuer=text,
        subject=text,
        place=text,
        addressees=(text,),
        date=LetterDate(),
        signer=Signer((text,), text, text),
    )

    assert "hết./." in _text(_read(letter))


def test_the_layout_compiles_without_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    compile_plain = typst.compile

    def watched(*given: object, **named: object) -> object:
        data, warnings = typst.compile_with_warnings(*given, **named)
        found.extend(warnings)
        return data

    monkeypatch.setattr("mangnon.kit.official.pdf.typst.compile", watched)
    to_pdf(notice())
    monkeypatch.setattr("mangnon.kit.official.pdf.typst.compile", compile_plain)

    assert found == []
