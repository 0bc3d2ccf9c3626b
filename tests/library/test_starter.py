"""The starter library: every map is whole, reads easily for its audience, and gives products."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from mangnon.library import api
from mangnon.studio.genres import genres
from mangnon.studio.maps import from_toml, texts_of
from mangnon.studio.model import Audience, MessageMap
from mangnon.studio.reading_ease import ease_of
from mangnon.studio.shop import Shop
from tests.studio.plans import brief

HOME = Path(api.__file__).parent / "data" / "starter"
NAMES = sorted(path.stem for path in HOME.glob("*.toml"))
# The longest sentence, in syllables, that a child of that age is asked to read.
LONGEST = {Audience.SMALL: 12, Audience.PRIMARY: 17}
QUICK = ("article", "poster", "comic")
SHOWN = ("thong-tin-rieng-mam-non", "tiep-nhan-loi-ke")


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s", text)


@cache
def _map(name: str) -> MessageMap:
    return from_toml((HOME / f"{name}.toml").read_text(encoding="utf-8"))


def test_the_subjects_of_both_letters_and_all_six_audiences_are_there() -> None:
    assert len(NAMES) >= 14
    assert {_map(name).audience for name in NAMES} == set(Audience)
    assert len({_map(name).title.text for name in NAMES}) == len(NAMES)
    assert len({_map(name).source.title for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_map_is_whole_and_rests_on_all_of_its_source(name: str) -> None:
    plan = _map(name)
    assert plan.source.issuer == "Măng Non – bộ tài liệu mở"
    assert plan.grounds() == {paragraph.id for paragraph in plan.source.paragraphs}
    assert 8 <= len(plan.source.paragraphs) <= 16
    assert 5 <= len(plan.messages) <= 8
    assert 4 <= len(plan.panels) <= 8
    assert 5 <= len(plan.questions) <= 8
    assert plan.lead is not None
    assert all(sentence.grounds for sentence in plan.sentences())
    assert all(question.grounds for question in plan.questions)


@pytest.mark.parametrize("name", NAMES)
def test_each_map_reads_easily_for_its_audience(name: str) -> None:
    plan = _map(name)
    texts = [*texts_of(plan), *(one.text for one in plan.source.paragraphs)]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    assert ease_of([one.text for one in plan.sentences()], plan.audience).level == "dễ"
    if most := LONGEST.get(plan.audience):
        said = [part for text in texts if text != plan.source.line for part in _sentences(text)]
        assert [part for part in said if len(part.split()) > most] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_story_ends_well_and_the_stranger_never_has_the_last_word(name: str) -> None:
    last = _map(name).panels[-1]
    assert (last.mood, last.who == "nguoi-la") == ("vui", False)


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_do_not_always_stand_in_the_same_place(name: str) -> None:
    assert len({question.right for question in _map(name).questions}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_articles_posters_and_comics_are_made_of_each(name: str) -> None:
    for genre in QUICK:
        assert list(genres()[genre].make(brief(_map(name)), Shop()))


@pytest.mark.parametrize(("name", "left_out"), [(SHOWN[0], ()), (SHOWN[1], ("audio",))])
def test_every_light_genre_is_made_of_two(name: str, left_out: tuple[str, ...]) -> None:
    """The loudspeaker text takes seconds and is made of one only."""
    for genre in genres().values():
        if not genre.is_heavy and genre.name not in left_out:
            files = list(genre.make(brief(_map(name)), Shop()))
            assert {Path(file.name).suffix for file in files} == {*genre.files}
