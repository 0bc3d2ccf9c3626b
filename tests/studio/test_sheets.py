"""Printed sheets and pictures: readable, traceable, never spilling, the same each time."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pypdf import PdfWriter

from mangnon.kit.fonts import VIETNAMESE_LETTERS
from mangnon.studio.genre import File, Maker
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience, Sentence
from mangnon.studio.pictures import people, pictures, portrait
from mangnon.studio.refusals import MissingGlyph, TooLong
from mangnon.studio.shop import Shop
from mangnon.studio.themes import LEAST_CONTRAST, PAIRS, contrast, themes
from tests.studio.plans import brief, longest, plan
from tests.studio.sound import pdf

PRINTED = ("leaflet", "poster", "infographic", "cards", "comic", "slides")


def made(name: str, of: object = None, shop: Shop | None = None) -> dict[str, File]:
    said = brief(of) if of else brief()  # type: ignore[arg-type]
    return {file.name: file for file in genres()[name].make(said, shop or Shop())}


def words_in(pdf: bytes) -> str:
    return " ".join(
        page.get_textpage().get_text_bounded().replace("\u00a0", " ")
        for page in pypdfium2.PdfDocument(pdf)
    )


@pytest.mark.parametrize("name", PRINTED)
def test_a_sheet_names_whom_to_call_the_source_the_day_and_who_drew(name: str) -> None:
    pdf = next(one.content for one in made(name).values() if one.name.endswith(".pdf"))
    said = " ".join(words_in(pdf).split())

    for part in ("111", "12/SGDĐT-VP", "29/11/2026", "Microsoft", "Trường Tiểu học Mẫu"):
        assert part in said


@pytest.mark.parametrize("name", PRINTED)
def test_a_pdf_says_that_anyone_can_read_it_and_archives_may_keep_it(name: str) -> None:
    for file in made(name).values():
        if file.name.endswith(".pdf"):
            assert b"pdfuaid:part" in file.content
            assert b"pdfaid:part" in file.content
            assert b"/Lang" in file.content


@pytest.mark.parametrize("name", [*PRINTED, "carousel"])
@pytest.mark.parametrize("audience", [Audience.SMALL, Audience.OFFICIALS])
def test_the_longest_map_fits(name: str, audience: Audience) -> None:
    assert made(name, longest(audience))


def test_a_square_picture_is_1080_and_under_a_megabyte() -> None:
    for file in made("carousel").values():
        assert Image.open(io.BytesIO(file.content)).size == (1080, 1080)
        assert len(file.content) < 1_000_000
        assert file.alt


def test_the_bar_is_as_long_as_its_number() -> None:
    """38 of 100: the filled part of the bar, counted in pixels of the drawing."""
    page = Image.open(io.BytesIO(made("infographic")["do-hoa.png"].content)).convert("RGB")
    data, wide = page.tobytes(), 3 * page.width
    theme = brief().theme
    strong, tint = (bytes.fromhex(colour[1:]) for colour in (theme.strong, theme.tint))
    rows = [data[start : start + wide] for start in range(0, len(data), wide)]
    bars = [(row.count(strong), row.count(tint)) for row in rows]
    filled, rest = max((bar for bar in bars if bar[1] > 300 and bar[0] > 100), key=sum)

    assert filled / (filled + rest) == pytest.approx(0.38, abs=0.01)


def test_a_person_of_a_comic_always_stands_on_the_same_side() -> None:
    from mangnon.studio.genres.comic.make import _values, panels_for

    shown = [(one["who"], one["side"]) for one in _values(panels_for(brief()))]

    assert shown == [("Mai", "left"), ("Người lạ", "right"), ("Mai", "left"), ("Cô Hoa", "left")]


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<rect width="300" height="100" fill="#0b5cad"/></svg>'
)
SIGNED = "Biểu trưng của Trường Tiểu học Mẫu"


@pytest.mark.parametrize("name", PRINTED)
def test_the_logo_of_the_maker_stands_on_a_sheet_and_is_described(name: str) -> None:
    signed = replace(brief(), maker=Maker("Trường Tiểu học Mẫu", LOGO))
    plain = made(name)

    for file in genres()[name].make(signed, Shop()):
        if file.name.endswith(".pdf"):
            assert SIGNED in described(file.content)
            assert SIGNED not in described(plain[file.name].content)
            assert list(pdf.faults(file.content)) == []
        if file.name.endswith(".pptx"):
            slides = Presentation(io.BytesIO(file.content)).slides
            shown = [shape for slide in slides for shape in slide.shapes]
            wide = [one for one in shown if one._element.xpath(f".//p:cNvPr[@descr='{SIGNED}']")]
            assert len(wide) == len(slides)
            assert wide[0].width / wide[0].height == pytest.approx(3, abs=0.1)


def described(paper: bytes) -> list[str]:
    """The words for each picture of a PDF."""
    root = PdfWriter(clone_from=io.BytesIO(paper)).root_object
    return [str(one["/Alt"]) for one in pdf.figures(root["/StructTreeRoot"]["/K"])]


def test_equal_briefs_give_equal_bytes() -> None:
    for name in ("leaflet", "carousel", "infographic"):
        assert made(name) == made(name)


def test_one_changed_sentence_draws_one_picture_anew(tmp_path: Path) -> None:
    shop = Shop(store=tmp_path)
    before = made("carousel", plan(), shop)
    told = plan()
    second = replace(told.messages[1], sentences=(Sentence("Không gặp riêng họ.", ("d2",)),))
    changed = replace(told, messages=(told.messages[0], second, told.messages[2]))
    shop.made.clear()

    after = made("carousel", changed, shop)

    assert len(shop.made) == 1
    assert [name for name in before if before[name].content != after[name].content] == [
        "anh-vuong-03.png"
    ]


def test_each_file_keeps_what_its_sentences_rest_on() -> None:
    says = made("carousel")["anh-vuong-02.png"].says

    assert [(one.text, one.grounds) for one in says] == [
        ("Giữ kín thông tin riêng", ("d1",)),
        ("Không đăng họ tên đầy đủ, trường lớp, địa chỉ nhà.", ("d1",)),
        ("Mật khẩu chỉ nói với bố mẹ.", ("d1",)),
    ]


def test_what_does_not_fit_is_refused_with_its_number_of_words() -> None:
    endless = plan(title={"text": "Nghiêngnghiêngnghiêngnghiêngnghiêngnghiêngnghiêng Nghiêng"})

    with pytest.raises(TooLong, match=r"dài quá \d+ chữ"):
        made("leaflet", endless)


def test_a_sign_that_no_font_draws_is_named() -> None:
    with pytest.raises(MissingGlyph, match="“龍”"):
        made("poster", plan(title={"text": "Con 龍"}))


@given(st.text(alphabet=VIETNAMESE_LETTERS + "  ", min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=8, deadline=None)
def test_any_vietnamese_letters_fit_or_are_too_long(text: str) -> None:
    try:
        files = made("carousel", plan(title={"text": text}))
    except TooLong:
        return

    assert len(files) == 5


def test_every_look_can_be_read() -> None:
    for theme in themes().values():
        for ink, ground in PAIRS:
            assert contrast(getattr(theme, ink), getattr(theme, ground)) >= LEAST_CONTRAST, (
                theme.name,
                ink,
                ground,
            )
    assert set(themes()) == set(Audience)


def test_every_picture_and_mood_was_drawn() -> None:
    from mangnon.studio.pictures import drawing

    assert all(drawing(name).startswith("<svg") for name in pictures())
    for person in people().values():
        assert all(portrait(person.name, mood).startswith("<svg") for mood in person.moods)
