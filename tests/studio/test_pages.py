"""Pages of the documentation that the studio writes about itself."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from mangnon.studio import credits, describing
from mangnon.studio.genres import genres
from mangnon.studio.themes import themes
from mangnon.studio.typesetting import credit_line

DOCS = Path(__file__).parents[2] / "docs"


def test_every_drawing_and_every_letter_of_the_products_is_credited() -> None:
    credited = {one.name: one.licence for one in credits.credits_of_all()}

    assert credited["Fluent Emoji"] == "MIT"
    assert credited["Open Peeps (DiceBear)"] == "CC0 1.0"
    for theme in themes().values():
        assert credited[theme.heading] == credited[theme.body] == "SIL OFL 1.1"
    assert all(one.by in credit_line() for one in credits.credits_of_all() if one.version)


def test_the_pages_are_up_to_date() -> None:
    assert (DOCS / "reference" / "credits.md").read_text(encoding="utf-8") == credits.page()
    assert (DOCS / "reference" / "genres.md").read_text(encoding="utf-8") == describing.page()


def test_each_genre_has_a_light_picture() -> None:
    for genre in genres().values():
        path = DOCS / "pictures" / describing.picture_of(genre)
        assert path.stat().st_size <= 250_000
        with Image.open(path) as picture:
            assert picture.width >= 700
