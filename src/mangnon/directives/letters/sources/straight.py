"""Turning a tilted page straight, so that its lines are told apart by the white between."""

import math

from PIL import Image

from mangnon.directives.letters.sources.ink import ink_points

_DPI = 50
_MOST_POINTS = 9_000
_COARSE, _FINE = 0.5, 0.1
_LEAST = 0.15


def straightened(picture: Image.Image, dpi: int) -> Image.Image:
    """The page turned so that its lines lie level; the same picture when they already do."""
    angle = tilt_of(picture, dpi)
    if abs(angle) < _LEAST:
        return picture
    return picture.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def tilt_of(picture: Image.Image, dpi: int) -> float:
    """Degrees by which lines of the page rise (counter-clockwise) or fall (negative)."""
    points = ink_points(picture, max(1, round(dpi / _DPI)))
    points = points[:: len(points) // _MOST_POINTS + 1]
    if len(points) < 200:
        return 0.0
    coarse = _best(points, [step * _COARSE for step in range(-8, 9)])
    return _best(points, [coarse + step * _FINE for step in range(-5, 6)])


def _best(points: list[tuple[int, int]], angles: list[float]) -> float:
    """The angle at which ink gathers in the fewest rows; the smallest turn wins a tie."""
    return max(angles, key=lambda angle: (_gathered(points, angle), -abs(angle)))


def _gathered(points: list[tuple[int, int]], angle: float) -> int:
    slope = math.tan(math.radians(angle))
    rows: dict[int, int] = {}
    for x, y in points:
        row = round(y + x * slope)
        rows[row] = rows.get(row, 0) + 1
    return sum(count * count for count in rows.values())
