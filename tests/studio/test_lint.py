"""The layout lint at a small size, and that it sees what is wrong; the bench is large."""

from __future__ import annotations

import random

import pytest
from bench.studio_lint import KINDS, Drawn, Tally, drawn, lint, look_at, random_map

from mangnon.kit.fonts import VIETNAMESE_LETTERS
from mangnon.studio.maps import clean, texts_of
from mangnon.studio.model import Audience
from mangnon.studio.refusals import BadMap
from tests.studio.plans import brief


def test_random_texts_spill_on_no_sheet_and_lose_no_letter() -> None:
    tally = lint(20, seed=7)

    assert tally.wrong == []
    assert (tally.spilled, tally.missing, tally.refused_beyond) == (0, 0, 1)
    assert tally.letters == set(VIETNAMESE_LETTERS)
    assert len(tally.sheets) == len(KINDS) + 1  # a leaflet has two


def test_decomposed_texts_are_drawn_composed() -> None:
    plan = random_map(random.Random(3), Audience.PRIMARY)
    assert all(text == clean(text) for text in texts_of(plan))


def test_a_text_beyond_its_limit_is_refused_by_name() -> None:
    with pytest.raises(BadMap, match="Tiêu đề"):
        random_map(random.Random(3), Audience.PRIMARY, beyond=True)


def test_a_text_that_is_not_on_the_sheet_is_noticed() -> None:
    poster = next(drawn("poster", brief()))
    tally = Tally()

    look_at(Drawn("poster", poster.pdf, (*poster.said, "Chữ này không có")), tally)

    assert tally.wrong == ["poster: not read back: Chữ này không có"]
