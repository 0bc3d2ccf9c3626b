"""The picture of the podcast: apps want a square PNG of 1400 points at least."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from mangnon.kit.fonts import fonts_for_print
from mangnon.kit.hotlines import hotlines

SIDE, EDGE = 1400, 130
_GROUND, _LIGHT, _SHOOT = "#0e3b2a", "#fbfaf5", "#f0ad4a"
_TITLE = ("Phát thanh", "cho trẻ em", "và cha mẹ")


@cache
def podcast_cover() -> bytes:
    """Drawn once a process; the number is the child line's."""
    picture = Image.new("RGB", (SIDE, SIDE), _GROUND)
    draw = ImageDraw.Draw(picture)
    for row, words in enumerate(_TITLE):
        draw.text((EDGE, EDGE + row * 190), words, _LIGHT, _font(150))
    draw.rounded_rectangle((EDGE, 960, SIDE - EDGE, 1270), 60, _SHOOT)
    draw.text((SIDE / 2, 1115), f"Gọi {hotlines()[0].number}", _GROUND, _font(190), anchor="mm")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_file()), size)


def _file() -> Path:
    return next(one for one in fonts_for_print() if one.name == "BeVietnamPro-Bold.ttf")
