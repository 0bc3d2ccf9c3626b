"""A page picture with two columns at its head and foot made into one column before OCR.

Tesseract reads straight across a letterhead, whose columns stand close and in different sizes, and
mixes their lines. The two-column bands are found by the white strip between them, and the right
part
is moved below the left one; running text has no such strip and stays as it is.
"""

from typing import NamedTuple

from PIL import Image

from mangnon.directives.letters.sources.ink import ink_rows

_GRID_DPI = 72  # one cell of the ink map is 1/72 inch
_STRIP = 5  # cells of white between columns, at the least
_TIGHT = 12  # cells: a narrower gap may be a space between words
_LINE = 12  # rows of the height of a line
_LEAST_BAND = 22  # rows
_CALM = 115  # rows of white inside the right column that end a band: more than a signature takes
_HEAD = 40  # rows of a letterhead that may be tight: the names over both columns
_SEARCH = (0.36, 0.62)  # where the white strip may stand, as shares of the width
_EDGE = 0.03  # of the width and height: shadows of the scanner's lid
_MOST_BANDS = 2

Ink = list[int]


class Band(NamedTuple):
    """A two-column part of a page, in cells.

    The right column says something from `top` to `bottom`; from `first` to `last` the strip at
    column
    `gutter` is white, so columns may be cut apart anywhere there.
    """

    top: int
    bottom: int
    gutter: int
    first: int
    last: int


def unfolded(picture: Image.Image, dpi: int) -> Image.Image:
    """The page in one column. picture: grey, black on white, straight. dpi: its dots an inch."""
    scale = max(1, round(dpi / _GRID_DPI))
    width = picture.width // scale
    ink = _without_edges(ink_rows(picture, scale), width)
    bands = _bands(ink, width)
    return _stacked(picture, ink, bands, scale) if bands else picture


def _without_edges(ink: Ink, width: int) -> Ink:
    side, end = round(width * _EDGE), round(len(ink) * _EDGE)
    inner = ((1 << max(0, width - 2 * side)) - 1) << side
    return [row & inner if end <= y < len(ink) - end else 0 for y, row in enumerate(ink)]


def _bands(ink: Ink, width: int) -> list[Band]:
    """The best two-column bands, from the top."""
    found: list[Band] = []
    for band in _candidates(ink, width):
        clash = any(band.first < other.last and other.first < band.last for other in found)
        if not clash and len(found) < _MOST_BANDS:
            found.append(band)
    return sorted(found)


def _candidates(ink: Ink, width: int) -> list[Band]:
    """Every stretch of rows with a white strip and ink on both sides; the tallest first."""
    bands: list[Band] = []
    for start in range(round(width * _SEARCH[0]), round(width * _SEARCH[1])):
        strip = ((1 << _STRIP) - 1) << start
        gutter = start + _STRIP // 2
        for run in _runs([not row & strip for row in ink]):
            first, last = _trimmed(ink, *run)
            bands += _two_sided(ink, first, _loose_end(ink, first, last, gutter), gutter)
    return sorted(bands, key=lambda band: (band.top - band.bottom, abs(2 * band.gutter - width)))


def _runs(clear: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], None
    for row, is_clear in enumerate([*clear, False]):
        if is_clear and start is None:
            start = row
        elif not is_clear and start is not None:
            if row - start >= _LEAST_BAND:
                runs.append((start, row))
            start = None
    return runs


def _trimmed(ink: Ink, first: int, last: int) -> tuple[int, int]:
    """The run without the feet of the line above it and the tops of the line below it."""
    start = next((row for row in range(first, min(first + _LINE, last)) if not ink[row]), first)
    end = next((row for row in range(last, max(last - _LINE, start), -1) if not ink[row - 1]), last)
    return start, end


def _loose_end(ink: Ink, first: int, last: int, gutter: int) -> int:
    """Where the run ends because a line of running text crosses the strip at one of its spaces.

    Only the topmost lines of a page, the names over a letterhead, may stand that close.
    """
    begun = next((row for row in range(first, last) if ink[row]), first)
    head_ends = begun + _HEAD if not any(ink[:begun]) else begun
    for row in range(begun, last):
        gap = _gap(ink[row], gutter)
        if gap is not None and gap < _TIGHT and row > head_ends:
            return _line_start(ink, row, first)
    return last


def _gap(row: int, gutter: int) -> int | None:
    """Cells of white around the gutter; None when a side has no ink."""
    left, right = row & ((1 << gutter) - 1), row >> gutter
    if not left or not right:
        return None
    return gutter - left.bit_length() + (right & -right).bit_length() - 1


def _line_start(ink: Ink, row: int, first: int) -> int:
    while row > first and ink[row - 1]:
        row -= 1
    return row


def _two_sided(ink: Ink, first: int, last: int, gutter: int) -> list[Band]:
    """The parts of some rows where the right column says something, with ink on the left too."""
    parts: list[Band] = []
    start = end = None
    for row in range(first, last + _CALM + 1):
        if row < last and ink[row] >> gutter:
            start, end = (row if start is None else start), row + 1
        elif start is not None and end is not None and row - end >= _CALM:
            parts.append(Band(start, end, gutter, first, last))
            start = None
    return [
        part for part in parts if part.bottom - part.top >= _LEAST_BAND and _has_left(ink, part)
    ]


def _has_left(ink: Ink, band: Band) -> bool:
    left = (1 << band.gutter) - 1
    inked = sum(bool(ink[row] & left) for row in range(band.top, band.bottom))
    return inked * 5 >= band.bottom - band.top


def _stacked(picture: Image.Image, ink: Ink, bands: list[Band], scale: int) -> Image.Image:
    """One picture of all parts under each other, a little white between."""
    parts: list[Image.Image] = []
    at = (0, 0)  # the first row not taken yet, on the left and on the right of the strip
    gutter = 0
    for band in bands:
        left = (
            _white_row(ink, band, band.top, left=True),
            _white_row(ink, band, band.bottom, left=True),
        )
        right = _white_row(ink, band, band.top), _white_row(ink, band, band.bottom)
        parts.append(_cut(picture, at, (left[0], right[0]), gutter, band.gutter, scale))
        parts.append(picture.crop((0, left[0] * scale, band.gutter * scale, left[1] * scale)))
        parts.append(_placed_right(picture, right, band.gutter, scale))
        at, gutter = (left[1], right[1]), band.gutter
    parts.append(_cut(picture, at, (len(ink), len(ink)), gutter, gutter, scale))
    return _pasted([part for part in parts if part.height > 0], picture.width, scale * 8)


def _white_row(ink: Ink, band: Band, row: int, *, left: bool = False) -> int:
    """The row nearest to this one where a column of the band has no ink, so that no line is cut."""
    part = (1 << band.gutter) - 1
    for distance in range(band.last - band.first):
        for near in (row - distance, row + distance):
            rows = (ink[near], ink[near - 1]) if band.first < near < band.last else None
            if rows and not any(each & part if left else each >> band.gutter for each in rows):
                return near
    return max(band.first, min(row, band.last))


def _cut(
    picture: Image.Image,
    start: tuple[int, int],
    end: tuple[int, int],
    gutter_above: int,
    gutter_below: int,
    scale: int,
) -> Image.Image:
    """What stands between two bands; what the bands took of it is whitened."""
    top, bottom = min(start), max(end)
    part = picture.crop((0, top * scale, picture.width, max(top, bottom) * scale))
    for side, (first, last) in enumerate(zip(start, end, strict=True)):
        for row, stop, gutter in ((top, first, gutter_above), (last, bottom, gutter_below)):
            edge = gutter * scale
            box = (0, edge) if side == 0 else (edge, picture.width)
            if stop > row and box[1] > box[0]:
                part.paste(255, (box[0], (row - top) * scale, box[1], (stop - top) * scale))
    return part


def _placed_right(
    picture: Image.Image, rows: tuple[int, int], gutter: int, scale: int
) -> Image.Image:
    part = Image.new("L", (picture.width, max(0, rows[1] - rows[0]) * scale), 255)
    part.paste(
        picture.crop((gutter * scale, rows[0] * scale, picture.width, rows[1] * scale)),
        (gutter * scale, 0),
    )
    return part


def _pasted(parts: list[Image.Image], width: int, pause: int) -> Image.Image:
    height = sum(part.height + pause for part in parts)
    whole, at = Image.new("L", (width, height), 255), 0
    for part in parts:
        whole.paste(part, (0, at))
        at += part.height + pause
    return whole
