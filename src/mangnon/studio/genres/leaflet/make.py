"""Values of both shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.items import codes_of, item_of, says_of
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pdf

HOME = Path(__file__).parent
SHAPES = (
    ("to-roi-a4.pdf", "flat.typ", "Tờ rơi A4"),
    ("to-gap-ba.pdf", "fold.typ", "Tờ gấp ba (in hai mặt, lật cạnh ngắn)"),
)


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    values = common_values(brief) | {
        "items": [item_of(one) for one in brief.plan.messages],
        "codes": codes_of(brief),
        "lines": [
            {"number": one.number, "title": one.title, "words": one.words} for one in brief.lines
        ],
    }
    for name, sheet, words in SHAPES:
        shop.tell(words)
        page = set_pdf(Sheet(HOME / sheet, values), shop)
        yield File(name, page, words, brief.plan.title.text, says_of(brief))
