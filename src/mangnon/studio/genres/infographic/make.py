"""The same sheet as PDF to print, PNG to post, SVG to change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.items import codes_of, item_of, says_of
from mangnon.studio.model import Figure
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pages

SHEET = Path(__file__).parent / "sheet.typ"
MOST_FIGURES = 4
PPI = 110  # of the PNG: 1,286 × 1,819 pixels


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    plan = brief.plan
    figures = [one.figure for one in plan.messages if one.figure][:MOST_FIGURES]
    values = common_values(brief) | {
        "items": [item_of(one, sentences=1) for one in plan.messages],
        "figures": [_values(one) for one in figures],
        "codes": codes_of(brief)[:1],
    }
    sheet = Sheet(SHEET, values)
    says = says_of(brief, sentences=1)
    told = "; ".join(f"{one.label}: {one.value:g}{one.unit}" for one in figures)
    alt = ". ".join(filter(None, [plan.title.text, told, *(one.text for one in says[1:])]))
    yield File("do-hoa-a3.pdf", set_pages(sheet, "pdf", shop)[0], "Đồ họa A3 để in", alt, says)
    yield File("do-hoa.png", set_pages(sheet, "png", shop, ppi=PPI)[0], "Đồ họa để đăng", alt, says)
    yield File("do-hoa.svg", set_pages(sheet, "svg", shop)[0], "Đồ họa để sửa", alt, says)


def _values(figure: Figure) -> dict[str, Any]:
    """`part` is exact: the sheet draws it to scale."""
    number = f"{figure.value:g}".replace(".", ",")
    shown = f"{number}%" if figure.unit == "%" else f"{number}/{figure.whole:g}"
    unit = "" if figure.unit == "%" else figure.unit
    return {
        "label": figure.label,
        "shown": shown,
        "unit": unit,
        "part": figure.value / figure.whole,
    }
