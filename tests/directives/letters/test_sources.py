"""The same letter out of Word, PDF and a scan."""

import shutil

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from mangnon.directives.letters import Signer, Unreadable, read_letter
from mangnon.directives.letters.sources import scan
from mangnon.directives.letters.sources.columns import Word, steps_back, words_of_letters
from mangnon.directives.letters.sources.straight import tilt_of
from mangnon.directives.letters.sources.unfold import unfolded
from tests.directives.letters.files import (
    docx_bytes,
    letter_docx,
    letter_pdf,
    letter_picture,
    png_bytes,
)
from tests.directives.letters.letters import letter_text, read

needs_ocr = pytest.mark.skipif(not shutil.which("ocrmypdf"), reason="ocrmypdf is not installed")


def test_a_word_file_reads_like_its_text() -> None:
    assert read_letter(letter_docx(), name="cv.docx").letter == read(letter_text())


def test_letterhead_and_foot_in_tables_of_a_word_file() -> None:
    file = docx.Document()
    head = file.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "UBND TỈNH AN BÌNH\nSỞ Y TẾ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 512/SYT-DSTE\nV/v bảo vệ trẻ em"
    head.cell(1, 1).text = "An Bình, ngày 14 tháng 10 năm 2025"
    file.add_paragraph("Kính gửi: Công an tỉnh")
    file.add_paragraph("Sở Y tế đề nghị Công an tỉnh:")
    file.add_paragraph("1. Tiếp nhận tin báo.")
    foot = file.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = "GIÁM ĐỐC\n\n\nLê Thị Mẫu"

    letter = read_letter(docx_bytes(file), name="cv.docx").letter

    assert (letter.parent, letter.issuer) == ("UBND TỈNH AN BÌNH", "SỞ Y TẾ")
    assert (letter.number, letter.subject) == ("512", "bảo vệ trẻ em")
    assert (letter.addressees, letter.copies) == (("Công an tỉnh",), ("Như trên", "Lưu: VT"))
    assert letter.signer == Signer(None, "GIÁM ĐỐC", "Lê Thị Mẫu")


def number(paragraph: Paragraph, list_id: str) -> None:
    """Make Word count this paragraph in a list, as its toolbar button does."""
    place, level, which = (OxmlElement(tag) for tag in ("w:numPr", "w:ilvl", "w:numId"))
    level.set(qn("w:val"), "0")
    which.set(qn("w:val"), list_id)
    place.append(level)
    place.append(which)
    paragraph._p.get_or_add_pPr().append(place)


def test_numbers_that_word_counts_itself_are_read() -> None:
    file = docx.Document()
    for line in letter_text().splitlines():
        mark, _, rest = line.partition(". ")
        paragraph = file.add_paragraph(rest if mark in ("1", "2") else line)
        if mark in ("1", "2"):
            number(paragraph, list_id_of(file, "decimal"))
    letter = read_letter(docx_bytes(file), name="cv.docx").letter
    assert [clause.number for clause in letter.clauses] == ["1", "2"]


def list_id_of(file: docx.document.Document, kind: str) -> str:
    """The number of a list of this kind in Word's own template."""
    root = file.part.numbering_part.element
    for shape in root.iter(qn("w:abstractNum")):
        level = shape.find(qn("w:lvl"))
        if level.find(qn("w:numFmt")).get(qn("w:val")) == kind:
            wanted = shape.get(qn("w:abstractNumId"))
            for one in root.iter(qn("w:num")):
                if one.find(qn("w:abstractNumId")).get(qn("w:val")) == wanted:
                    return str(one.get(qn("w:numId")))
    raise AssertionError(kind)


def test_old_fonts_of_a_word_file_are_converted_run_by_run() -> None:
    file = docx.Document()
    for line in letter_text().splitlines():
        paragraph = file.add_paragraph()
        if line == "- Công an tỉnh;":
            run = paragraph.add_run("- C«ng an tØnh;")
            run.font.name = ".VnTime"
        elif line == "SỞ Y TẾ":
            run = paragraph.add_run("së y tÕ")
            run.font.name = ".VnTimeH"
        else:
            paragraph.add_run(line)
    assert read_letter(docx_bytes(file), name="cv.docx").letter == read(letter_text())


def test_columns_and_paragraphs_of_a_pdf() -> None:
    reading = read_letter(letter_pdf(), name="cv.pdf")
    letter = reading.letter

    assert (letter.parent, letter.issuer) == ("UBND TỈNH AN BÌNH", "SỞ Y TẾ")
    assert (letter.number, letter.symbol) == ("512", "/SYT-DSTE")
    assert (letter.place, letter.date.day) == ("An Bình", 14)
    assert letter.subject == "bảo vệ trẻ em trên môi trường mạng"
    assert letter.addressees == ("Công an tỉnh", "UBND các xã, phường")
    assert [clause.number for clause in letter.clauses] == ["1", "2"]
    assert letter.clauses[0].text.endswith("đe dọa. Niêm yết số 111 tại cổng trường.")
    assert letter.deadline == "2025-11-20"
    assert letter.signer == Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Mẫu")
    assert letter.copies == ("Như trên", "UBND tỉnh (b/c)", "Lưu: VT, DSTE")


def test_letters_of_another_font_drawn_after_the_rest_find_their_gaps() -> None:
    """LibreOffice writes "KT. GIÁM Đ C" and then the "Ố" where the first font has none."""
    drawn = [(letter, 10.0 * place) for place, letter in enumerate("PHÓ GIÁM Đ") if letter != " "]
    drawn += [("C", 110.0), ("Ố", 100.0)]
    letters = [Word(letter, left, left + 9.9, 50.0, 14.0) for letter, left in drawn]

    assert steps_back(letters[-2], letters[-1])
    assert [word.text for word in words_of_letters(letters)] == ["PHÓ", "GIÁM", "ĐỐC"]


def test_a_horn_drawn_again_beside_its_letter_is_left_out() -> None:
    letters = [
        Word(letter, 10.0 * at, 10.0 * at + 10, 50.0, 14.0) for at, letter in enumerate("Nơi")
    ]
    speck = Word("ơ", 18.5, 20.0, 50.4, 14.0)
    assert [word.text for word in words_of_letters([*letters, speck])] == ["Nơi"]


def test_wrapped_lines_pasted_into_word_come_together_again() -> None:
    wrapped = letter_text().replace("trẻ em, Sở Y tế đề nghị các", "trẻ em,\nSở Y tế đề nghị các")
    wrapped = wrapped.replace("kỹ năng cho cha", "kỹ năng cho\ncha").replace(
        "số 111 tại", "số\n111 tại"
    )
    assert (
        read_letter(letter_docx(wrapped), name="cv.docx").letter.clauses
        == read(letter_text()).clauses
    )


def test_a_tilted_page_is_seen_as_tilted() -> None:
    assert 0.5 <= abs(tilt_of(letter_picture(150), 150)) <= 0.9


def test_columns_are_unfolded_and_running_text_is_left_alone() -> None:
    page = letter_picture(150).rotate(-0.7, fillcolor=255)
    middle = page.crop((0, page.height * 29 // 100, page.width, page.height * 42 // 100))
    assert unfolded(page, 150).height > page.height
    assert unfolded(middle, 150) is middle


@needs_ocr
@pytest.mark.slow
def test_a_scan_of_few_dots_is_read_and_warned_about() -> None:
    reading = read_letter(png_bytes(letter_picture(150), 150), name="quet.png")

    assert reading.letter.number == "512"
    assert reading.letter.addressees[0] == "Công an tỉnh"
    assert len(reading.letter.clauses) == 2
    assert any("150 dpi" in warning for warning in reading.warnings)


def test_without_ocr_a_scan_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan.shutil, "which", lambda _: None)
    with pytest.raises(Unreadable, match="cài ocrmypdf và tesseract-ocr-vie"):
        read_letter(png_bytes(letter_picture(72), 72), name="quet.png")
