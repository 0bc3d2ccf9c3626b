"""Drawings as PNG, for files that cannot hold SVG."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from mangnon.studio.genre import Maker
from mangnon.studio.pictures import drawing, portrait
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, set_pages

SHEET = Path(__file__).parent / "sheets" / "one_drawing.typ"
SIGN_PIXELS = 520


def png_of(name: str, pixels: int, shop: Shop) -> bytes:
    """A picture on nothing, `pixels` wide and high."""
    return _png(drawing(name), pixels, shop)


def portrait_png(person: str, mood: str, pixels: int, shop: Shop) -> bytes:
    return _png(portrait(person, mood), pixels, shop)


def svg_png(svg: str, pixels: int, shop: Shop) -> bytes:
    return _png(svg, pixels, shop)


def trimmed(png: bytes) -> tuple[bytes, float]:
    """A picture without the empty edges around it, and its width by its height."""
    with Image.open(BytesIO(png)) as whole:
        drawn = whole.crop(whole.getbbox() or (0, 0, *whole.size))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue(), drawn.width / drawn.height


@dataclass(frozen=True, slots=True)
class Sign:
    """The logo of a maker as a picture; `shape`: its width by its height."""

    png: bytes
    shape: float
    alt: str

    def within(self, height: float) -> tuple[float, float]:
        """Width and height: as high as said, at most four times as wide."""
        return min(height * self.shape, 4 * height), min(height, 4 * height / self.shape)


def sign_of(maker: Maker, shop: Shop) -> Sign | None:
    """None when the maker has no logo."""
    if not maker.logo:
        return None
    png, shape = trimmed(_png(maker.logo, SIGN_PIXELS, shop))
    return Sign(png, shape, f"Biểu trưng của {maker.name or 'đơn vị'}")


def _png(svg: str, pixels: int, shop: Shop) -> bytes:
    return set_pages(Sheet(SHEET, {"svg": svg, "side": pixels}), "png", shop, ppi=72)[0]
