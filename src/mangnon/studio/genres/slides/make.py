"""Two PPTX, one in a font that every office has and one in the house's, and a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.items import codes_of, says_of
from mangnon.studio.genres.slides.plan import Slide, deck_of
from mangnon.studio.genres.slides.pptx import to_pptx
from mangnon.studio.pictures import drawing, pictures
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pdf

SHEET = Path(__file__).parent / "sheet.typ"
FONTS = (
    ("arial", "Arial", "phông Arial, mở đúng trên mọi máy"),
    ("mang-non", "Be Vietnam Pro", "phông Be Vietnam Pro"),
)


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    deck = deck_of(brief)
    says = says_of(brief)
    for name, font, words in FONTS:
        shop.tell(f"Bài trình chiếu, {words}")
        made = to_pptx(brief, deck, font, shop)
        yield File(f"trinh-chieu-{name}.pptx", made, f"Bài trình chiếu ({words})", says=says)
    values = common_values(brief) | {
        "slides": [_values(slide) for slide in deck],
        "codes": codes_of(brief),
        "lines": [
            {"number": one.number, "title": one.title, "words": one.words} for one in brief.lines
        ],
    }
    page = set_pdf(Sheet(SHEET, values), shop)
    yield File("trinh-chieu.pdf", page, "Bài trình chiếu (PDF)", brief.plan.title.text, says)


def _values(slide: Slide) -> dict[str, Any]:
    figure = slide.figure
    return {
        "kind": slide.kind,
        "heading": {"words": slide.heading.words, "size": slide.heading.size},
        "body": [{"words": one.words, "size": one.size} for one in slide.body],
        "picture": drawing(slide.picture) if slide.picture else "",
        "alt": pictures()[slide.picture].words if slide.picture else "",
        "figure": {"value": figure.value, "whole": figure.whole, "unit": figure.unit}
        if figure
        else None,
    }
