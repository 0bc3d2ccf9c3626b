"""What a set of cards says of itself is what stands on it."""

from __future__ import annotations

import pypdfium2

from mangnon.studio.genres import genres
from mangnon.studio.shop import Shop
from tests.studio.plans import brief


def test_cards_say_what_is_printed_on_them_and_nothing_else() -> None:
    (file,) = genres()["cards"].make(brief(), Shop())
    pages = pypdfium2.PdfDocument(file.content)
    read = "".join(page.get_textpage().get_text_bounded() for page in pages)
    printed = "".join(read.replace("\u00ad", "").split())
    assert file.says
    assert [one.text for one in file.says if "".join(one.text.split()) not in printed] == []
