"""Drawings as PNG, for files that cannot hold SVG."""

from __future__ import annotations

from pathlib import Path

from mangnon.studio.pictures import drawing, portrait
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, set_pages

SHEET = Path(__file__).parent / "sheets" / "one_drawing.typ"


def png_of(name: str, pixels: int, shop: Shop) -> bytes:
    """A picture on nothing, `pixels` wide and high."""
    return _png(drawing(name), pixels, shop)


def portrait_png(person: str, mood: str, pixels: int, shop: Shop) -> bytes:
    return _png(portrait(person, mood), pixels, shop)


def svg_png(svg: str, pixels: int, shop: Shop) -> bytes:
    return _png(svg, pixels, shop)


def _png(svg: str, pixels: int, shop: Shop) -> bytes:
    return set_pages(Sheet(SHEET, {"svg": svg, "side": pixels}), "png", shop, ppi=72)[0]
