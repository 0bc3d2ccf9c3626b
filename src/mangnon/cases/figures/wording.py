"""Numbers as a Vietnamese office writes them. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from mangnon.cases.figures.hiding import Cell
from mangnon.cases.remaining import span_words

HIDDEN = "ẩn"


def number(cell: Cell) -> str:
    """ "1.234", or "ẩn" for what is not published."""
    return HIDDEN if cell is None else f"{cell:,}".replace(",", ".")


def share(part: Cell, whole: Cell) -> str:
    """ "87,5%"; a dash when there is nothing to share, "ẩn" when a part is hidden."""
    if part is None or whole is None:
        return HIDDEN
    if not whole:
        return "–"
    percent = Decimal(part * 100) / Decimal(whole)
    said = f"{percent.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}"
    return f"{said.replace('.', ',')}%"


def change(now: Cell, before: Cell) -> str:
    """ "tăng 12", "giảm 3", "không đổi", or a dash when one of them is hidden."""
    if now is None or before is None:
        return "–"
    if now == before:
        return "không đổi"
    return f"{'tăng' if now > before else 'giảm'} {number(abs(now - before))}"


def span(minutes: int | None) -> str:
    """ "3 giờ 20 phút"; a dash when there are too few to tell."""
    return "–" if minutes is None else span_words(minutes)
