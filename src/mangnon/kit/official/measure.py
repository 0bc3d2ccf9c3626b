"""How wide a line of Times is, without opening a font: rules under a name are as long as the text
asks, and a long name of an agency breaks in two even lines."""

from __future__ import annotations

import re
import unicodedata

from mangnon.kit.official import layout
from mangnon.kit.official.letter import Table

MM_PER_POINT = 25.4 / 72

# Advance widths of U+0020 to U+007E in thousandths of the size: Times New Roman and its twins.
# fmt: off
REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)
BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
)
# fmt: on
UNKNOWN = 600
# Millimetres in a cell for a reader whose substitute for the font is wider, by a letter with marks.
SPARE = 1.6
ZERO_WIDTH_SPACE = "\u200b"
BREAK_BEFORE = ("TỈNH", "THÀNH PHỐ", "XÃ", "PHƯỜNG", "ĐẶC KHU", "VÀ")


def width_mm(text: str, *, size: float, bold: bool = False) -> float:
    """Width of one line in millimetres at `size` points; accents count as their base letter."""
    table = BOLD if bold else REGULAR
    base = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = (letter for letter in base if not unicodedata.combining(letter))
    return sum(_advance(letter, table) for letter in letters) / 1000 * size * MM_PER_POINT


def _advance(letter: str, table: tuple[int, ...]) -> int:
    place = ord(letter) - 32
    return table[place] if 0 <= place < len(table) else UNKNOWN


def break_name(name: str, *, width: float, size: float, bold: bool) -> tuple[str, ...]:
    """An agency's name as centred lines no wider than `width` mm, as clerks break it.

    A line break in the name wins; else before the place ("TỈNH …"); else into even lines.
    """
    if "\n" in name:
        return tuple(line.strip() for line in name.split("\n") if line.strip())
    total = width_mm(name, size=size, bold=bold)
    if total <= width:
        return (name,)
    words = name.split(" ")
    cuts = [place for place in range(1, len(words)) if _is_good_cut(words, place)]
    for places in (cuts, range(1, len(words))):
        pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in places]
        fitting = [pair for pair in pairs if _widest(pair, size, bold) <= width]
        if fitting:
            return min(fitting, key=lambda pair: _widest(pair, size, bold))
    return even_lines(name, width=width, size=size, bold=bold)


def _is_good_cut(words: list[str], place: int) -> bool:
    return " ".join(words[place : place + 2]).startswith(BREAK_BEFORE)


def _widest(lines: tuple[str, ...], size: float, bold: bool) -> float:
    return max(width_mm(line, size=size, bold=bold) for line in lines)


def even_lines(text: str, *, width: float, size: float, bold: bool = True) -> tuple[str, ...]:
    """The text in as few lines of at most `width` mm as it takes, as even as they can be."""
    fewest = _filled(text, width, size, bold)
    narrow = width_mm(text, size=size, bold=bold) / max(1, len(fewest))
    while narrow < width:
        lines = _filled(text, narrow, size, bold)
        if len(lines) == len(fewest):
            return lines
        narrow += 2
    return fewest


def _filled(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def breakable(text: str, width: float, *, size: float) -> str:
    """The text with unseen places to break inside words that are wider than `width` mm, such as
    web addresses; Word breaks those by itself, typst would let them run out of the page."""
    return " ".join(_cut(word, width, size) for word in text.split(" "))


def _cut(word: str, width: float, size: float) -> str:
    if len(word) < 8 or width_mm(word, size=size, bold=True) <= width:
        return word
    return ZERO_WIDTH_SPACE.join(word[place : place + 4] for place in range(0, len(word), 4))


def column_widths(table: Table, width: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `width` by the table's shares; no word is cut in two
    while another column has room to give."""
    shares = [width * share / sum(table.widths) for share in table.widths]
    needs = [_need(table, column) for column in range(len(table.header))]
    if sum(needs) >= width:
        return _capped(needs, width)
    short = [need > share for need, share in zip(needs, shares, strict=True)]
    while True:
        room = width - sum(need for need, is_short in zip(needs, short, strict=True) if is_short)
        wide = sum(share for share, is_short in zip(shares, short, strict=True) if not is_short)
        scaled = [
            need if is_short else share * room / wide
            for need, share, is_short in zip(needs, shares, short, strict=True)
        ]
        now = [was or need > have for was, need, have in zip(short, needs, scaled, strict=True)]
        if now == short:
            return tuple(scaled)
        short = now


def _capped(needs: list[float], width: float) -> tuple[float, ...]:
    """Small needs are met whole and the largest share what is left, so that of the words that do
    not fit only the longest are cut."""
    room, columns = width, len(needs)
    for need in sorted(needs)[:-1]:
        if need * columns >= room:
            break
        room, columns = room - need, columns - 1
    return tuple(min(need, room / columns) for need in needs)


def _need(table: Table, column: int) -> float:
    """Millimetres that the longest word of a column takes, with its padding; at most 60."""
    bold = [table.header[column], *(table.total[column : column + 1])]
    plain = [row[column] for row in table.rows]
    words = [(word, True) for text in bold for word in _unbroken(text)]
    words += [(word, False) for text in plain for word in _unbroken(text)]
    longest = max(
        (width_mm(word, size=layout.SIZE_TABLE, bold=heavy) for word, heavy in words), default=0
    )
    return min(longest, 60.0) + 2 * layout.CELL_PADDING + SPARE


def _unbroken(text: str) -> list[str]:
    """The pieces that stay on one line: no line begins with an end mark, even after a space."""
    return re.split(r"\s+(?![])}!?:;,./\s])", text.strip())
