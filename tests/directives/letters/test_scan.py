"""Pictures of pages before OCR sees them."""

import random

from PIL import Image, ImageStat

from mangnon.directives.letters.sources.scan import averaged


def _grainy(width: int, height: int) -> Image.Image:
    seed = random.Random(5)
    return Image.frombytes("L", (width, height), seed.randbytes(width * height))


def test_a_page_at_300_dpi_is_averaged_and_its_grain_fades() -> None:
    page = _grainy(300, 420)
    found = averaged(page, 200 / 300)
    assert found.size == (200, 280)
    assert ImageStat.Stat(found).stddev[0] < 0.8 * ImageStat.Stat(page).stddev[0]


def test_a_page_at_200_dpi_or_less_is_left_as_it_is() -> None:
    page = _grainy(200, 280)
    assert averaged(page, 1.0) is page
