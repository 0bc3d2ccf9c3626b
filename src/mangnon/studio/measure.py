"""Widths of text in the house font, for files whose reader sets the lines itself (PPTX).

The house font is wider than Arial in every letter pair that matters, so what fits here fits there.
"""

from __future__ import annotations

from functools import cache, lru_cache

from mangnon.kit.fonts import fonts_for_print

FAMILY = "BeVietnamPro"


@cache
def _advances(style: str) -> tuple[dict[int, int], int]:
    """Advance of each code point in font units, and the units of an em."""
    from fontTools.ttLib import TTFont

    path = next(one for one in fonts_for_print() if one.stem == f"{FAMILY}-{style}")
    with TTFont(path, lazy=True) as font:
        widths = font["hmtx"].metrics
        named = font.getBestCmap()
        return {code: widths[name][0] for code, name in named.items()}, font["head"].unitsPerEm


@lru_cache(maxsize=4096)
def width_pt(text: str, size: float, style: str = "Regular") -> float:
    """The width of one line in points."""
    advances, em = _advances(style)
    wide = max(advances.values())
    return sum(advances.get(ord(sign), wide) for sign in text) * size / em


def lines_of(text: str, width: float, size: float, style: str = "Regular") -> list[str]:
    """The lines of a text broken at spaces in `width` points; a word alone may be wider."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_pt(longer, size, style) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def size_for(
    text: str,
    width: float,
    height: float,
    sizes: tuple[float, ...],
    *,
    style: str = "Regular",
    leading: float = 1.25,
) -> float | None:
    """The first size at which the text fits into width × height points; None when none does."""
    for size in sizes:
        lines = lines_of(text, width, size, style)
        tall = len(lines) * size * leading
        if tall <= height and all(width_pt(line, size, style) <= width for line in lines):
            return size
    return None


def words_over(
    text: str,
    width: float,
    height: float,
    size: float,
    *,
    style: str = "Regular",
    leading: float = 1.25,
) -> int:
    """How many words from the end must go before the rest fits."""
    words = text.split()
    for count in range(len(words), 0, -1):
        if size_for(" ".join(words[:count]), width, height, (size,), style=style, leading=leading):
            return len(words) - count
    return len(words)
