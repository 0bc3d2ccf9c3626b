"""The seven papers on paper: what stands there, in the order of an office."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from pypdf import PdfReader

from mangnon.cases.papers import Letterhead, masked, to_docx, to_pdf, versions
from tests.cases.papers.filled import FILLED, head_of
from tests.cases.papers.reading import outside, text_of_docx, text_of_pdf

STAR = "(*) Chưa đối chiếu với Phụ lục NĐ 56/2017."


@pytest.mark.parametrize("form", versions())
def test_each_filled_form_is_an_office_paper_that_a_screen_reader_reads(form: str) -> None:
    made = to_pdf(form, FILLED[form], head_of(form))
    text = text_of_pdf(made)

    assert b"pdfuaid" in made  # every sign has a glyph, every part a tag
    assert outside(made) == []
    for said in (
        f"Mẫu số {form}",
        "ỦY BAN NHÂN DÂN XÃ VÍ DỤ",
        "Độc lập - Tự do - Hạnh phúc",
        "Lê Thị Ví Dụ",
        STAR,
    ):
        assert said in text
    assert made == to_pdf(form, FILLED[form], head_of(form))


@pytest.mark.parametrize("form", versions())
def test_word_gets_the_same_words(form: str) -> None:
    made = to_docx(form, FILLED[form], head_of(form))
    text = text_of_docx(made)

    assert unicodedata.is_normalized("NFC", text)
    assert text.startswith(f"Mẫu số {form}")
    assert "Lê Thị Ví Dụ" in text
    assert text.count("None") == 0
    assert made == to_docx(form, FILLED[form], head_of(form))


@pytest.mark.parametrize("form", versions())
def test_an_empty_form_has_room_for_a_pen(form: str) -> None:
    nobody = Letterhead(issuer="")
    made = to_pdf(form, {}, nobody)

    assert outside(made) == []
    assert b"pdfuaid" in made
    assert "None" not in text_of_pdf(made) + text_of_docx(to_docx(form, {}, nobody))


def test_a_report_of_intake_reads_as_the_form_does() -> None:
    text = text_of_pdf(to_pdf("01", FILLED["01"], head_of("01")))
    parts = [
        "Số: 07/BC-UBND",
        "Ví Dụ, ngày 20 tháng 11 năm 2025",
        "BÁO CÁO Tiếp nhận thông tin trẻ em có nguy cơ bị bạo lực",
        "A. Thông tin chung",
        "1. Nguồn nhận thông tin",
        "Thời gian nhận: 08 giờ 30 phút, ngày 20/11/2025",
        "2. Thông tin về trẻ em",
        "Cha (5): Lê Văn Ví Dụ; tuổi: 41; nghề nghiệp: thợ mộc",
        "3. Thông tin về người cung cấp thông tin (nếu đồng ý cung cấp)",
        "CÁN BỘ TIẾP NHẬN THÔNG TIN (Ký, ghi rõ họ tên)",
        "Nguyễn Thị Mẫu",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_ticked_boxes_say_so() -> None:
    pages = PdfReader(io.BytesIO(to_pdf("01", FILLED["01"], head_of("01")))).pages
    with zipfile.ZipFile(io.BytesIO(to_docx("01", FILLED["01"], head_of("01")))) as archive:
        body = archive.read("word/document.xml").decode()

    assert body.count(">☒<") == 3  # by phone, at risk of violence, a girl
    assert body.count(">☐<") == 3 + 4 + 2
    said = [str(tag["/Alt"]) for tag in _figures(pages[0])]
    assert said.count("đã chọn") == 3
    assert said.count("chưa chọn") == 9


def _figures(page: object) -> list[dict[str, object]]:
    """The tags of the document that carry a word in place of a picture."""
    found: list[dict[str, object]] = []

    def walk(tag: object) -> None:
        tag = tag.get_object() if hasattr(tag, "get_object") else tag
        if isinstance(tag, list):
            for child in tag:
                walk(child)
        elif isinstance(tag, dict):
            if "/Alt" in tag:
                found.append(tag)
            walk(tag.get("/K", []))

    walk(page.pdf.root_object["/StructTreeRoot"]["/K"])  # type: ignore[attr-defined]
    return found


def test_a_decision_has_grounds_articles_and_one_end_mark() -> None:
    text = text_of_pdf(to_pdf("07", FILLED["07"], head_of("07")))

    assert "QUYẾT ĐỊNH Tạm thời cách ly trẻ em khỏi cha, mẹ, người chăm sóc" in text
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VÍ DỤ Căn cứ Luật Tổ chức chính quyền địa phương;" in text
    assert "Điều 2. Thời gian cách ly: từ 18 giờ 00 phút, ngày 20/11/2025 đến hết ngày" in text
    assert "khi ở cùng nhà. Điều 3." in text
    assert text.count("./.") == 1


def test_scores_are_counted_on_the_paper() -> None:
    text = text_of_pdf(to_pdf("02", FILLED["02"], head_of("02")))
    assert "Tổng số Cao: 2; Trung bình: 1; Thấp: 0" in text
    assert "Tổng số Cao: 1; Trung bình: 1; Thấp: 1" in text


def test_a_masked_paper_shows_nothing_that_is_hidden() -> None:
    shown = masked("03", FILLED["03"], {"work"})
    for text in (
        text_of_pdf(to_pdf("03", shown, head_of("03"))),
        text_of_docx(to_docx("03", shown, head_of("03"))),
    ):
        assert "Họ và tên trẻ em: đã ẩn" in text
        assert "Thể chất: đã ẩn" in text
        assert "Lê Thị" not in text
        assert "thợ mộc" not in text
        assert "Tổng số Cao: 2" in text
