"""Fronts and backs in turns, mirrored so that they meet when printed on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.items import codes_of, item_of, said_by_messages
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pdf

SHEET = Path(__file__).parent / "sheet.typ"


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    values = common_values(brief) | {
        "items": [item_of(one) for one in brief.plan.messages],
        "codes": codes_of(brief)[:1],
    }
    page = set_pdf(Sheet(SHEET, values), shop)
    words = "Bộ thẻ lớp học (in hai mặt, lật cạnh dài, cắt theo vạch)"
    yield File("the-lop-hoc.pdf", page, words, brief.plan.title.text, said_by_messages(brief))
