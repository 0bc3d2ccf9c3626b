"""The deck: editable, readable by a screen reader, never too full."""

from __future__ import annotations

from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Pt

from mangnon.studio.genres.slides.make import make
from mangnon.studio.genres.slides.plan import deck_of
from mangnon.studio.measure import lines_of, width_pt
from mangnon.studio.model import Audience
from mangnon.studio.refusals import TooLong
from mangnon.studio.shop import Shop
from tests.studio.plans import brief, longest, plan


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {file.name: file.content for file in make(brief(), Shop())}


def test_there_is_a_deck_in_each_font_and_a_pdf(files: dict[str, bytes]) -> None:
    assert sorted(files) == [
        "trinh-chieu-arial.pptx",
        "trinh-chieu-mang-non.pptx",
        "trinh-chieu.pdf",
    ]


def test_every_slide_has_its_title_notes_and_words_for_pictures(files: dict[str, bytes]) -> None:
    deck = Presentation(BytesIO(files["trinh-chieu-arial.pptx"]))

    titles = [slide.shapes.title.text_frame.text.replace("\u00a0", " ") for slide in deck.slides]
    assert titles == [
        "Ba điều nhớ khi lên mạng",
        "Giữ kín thông tin riêng",
        "Học sinh dùng chung mật khẩu với bạn",
        "Người lạ trên mạng vẫn là người lạ",
        "Kể ngay với người em tin cậy",
        "Cần giúp, gọi ngay",
    ]
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    pictures = [one for slide in deck.slides for one in slide.shapes if one.shape_type == 13]
    assert all(one._element.nvPicPr.cNvPr.get("descr") for one in pictures)
    assert len(pictures) == 5


def test_the_number_is_a_chart_that_can_be_edited(files: dict[str, bytes]) -> None:
    deck = Presentation(BytesIO(files["trinh-chieu-mang-non.pptx"]))

    chart = next(one.chart for slide in deck.slides for one in slide.shapes if one.has_chart)
    assert list(chart.plots[0].series[0].values) == [38.0, 62.0]


def test_every_text_is_said_to_be_vietnamese_and_in_the_named_font(files: dict[str, bytes]) -> None:
    deck = Presentation(BytesIO(files["trinh-chieu-arial.pptx"]))

    runs = [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
        for run in line.runs
    ]
    assert {run.font.name for run in runs} == {"Arial"}
    assert {run._r.rPr.get("lang") for run in runs} == {"vi-VN"}
    assert min(run.font.size for run in runs) >= Pt(11)


def test_the_same_brief_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert {file.name: file.content for file in make(brief(), Shop())} == files


def test_the_longest_map_fits_in_every_look() -> None:
    for audience in Audience:
        deck = deck_of(brief(longest(audience)))
        assert len(deck) == 11


def test_an_endless_word_is_refused_by_name_with_what_helps() -> None:
    said = brief(plan(title={"text": "Thương" * 15}))

    with pytest.raises(TooLong, match="Trang chiếu, tiêu đề") as refusal:
        deck_of(said)
    assert str(refusal.value).endswith("dài 90 chữ cái, không xuống dòng được. Hãy viết tách ra.")


def test_lines_break_where_the_measure_ends() -> None:
    lines = lines_of("Giữ kín thông tin riêng", width_pt("Giữ kín thông", 20), 20)

    assert lines == ["Giữ kín thông", "tin riêng"]
