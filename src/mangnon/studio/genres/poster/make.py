"""Values of the poster's sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.items import codes_of, item_of, says_of
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pdf

SHEET = Path(__file__).parent / "sheet.typ"


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    values = {
        "items": [item_of(one, sentences=1) for one in brief.plan.messages],
        "codes": codes_of(brief)[:1],
    }
    page = set_pdf(Sheet(SHEET, common_values(brief) | values), shop)
    says = says_of(brief, sentences=1)
    yield File("ap-phich-a3.pdf", page, "Áp phích A3", brief.plan.title.text, says)
