"""Where a page picture is dark: coarse maps for finding lines, columns and tilt."""

from PIL import Image

_INK = 22  # so much darker than the paper, on average, is a cell that holds ink: half a dot will do


def ink_rows(picture: Image.Image, scale: int) -> list[int]:
    """One number a row of cells, of `scale` by `scale` dots; bit x is set where cell x holds ink.

    Numbers, so that a whole row is tested in one step. picture: grey.
    """
    small = picture.reduce(scale)
    level = _paper(small) - _INK
    to_digits = bytes(ord("1") if value < level else ord("0") for value in range(256))
    width, height = small.size
    digits = small.tobytes().translate(to_digits)
    return [int(digits[row * width : (row + 1) * width][::-1], 2) for row in range(height)]


def ink_points(picture: Image.Image, scale: int) -> list[tuple[int, int]]:
    """The cells that hold ink, as column and row."""
    return [
        (x, y)
        for y, row in enumerate(ink_rows(picture, scale))
        for x in range(row.bit_length())
        if row >> x & 1
    ]


def _paper(small: Image.Image) -> int:
    """The grey of the paper: what most cells are."""
    counts = small.histogram()
    return max(range(256), key=lambda level: counts[level])
