"""Words of several syllables stay on one line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.studio.genres.clip.make import frames_of
from mangnon.studio.phrases import bound, compounds, phrases
from mangnon.studio.speech.captions import cues_of
from mangnon.studio.speech.narrating import Word


def test_every_word_of_the_list_can_be_found() -> None:
    for word in compounds():
        assert 2 <= len(word.split(" ")) <= 4, word
        assert word == unicodedata.normalize("NFC", word).lower()
        assert len(word) <= min(frame.line for frame in frames_of(720))


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Cập nhật, bổ sung, biên soạn lại", "Cập_nhật, bổ_sung, biên_soạn lại"),
        ("Trẻ em trên môi trường mạng", "Trẻ_em trên môi_trường_mạng"),
        ("Bổ, sung", "Bổ, sung"),
        ("Thở", "Thở"),
    ],
)
def test_a_heading_holds_its_words(said: str, held: str) -> None:
    assert bound(said) == held.replace("_", "\u00a0")


@given(st.lists(st.sampled_from(["môi", "trường", "mạng,", "mạng", "trẻ", "em.", "và", ""])))
def test_no_syllable_is_lost(syllables: list[str]) -> None:
    assert [one for group in phrases(syllables) for one in group] == syllables


def test_captions_part_no_word() -> None:
    said = (
        "Tổ chức thông tin tuyên truyền và phổ biến nội dung tài liệu đến toàn thể công chức, "
        "viên chức, người lao động, người thân và phụ huynh học sinh."
    )
    words = [Word(text, place / 3, place / 3 + 0.3) for place, text in enumerate(said.split())]

    lines = [line for cue in cues_of(words) for line in cue.lines]

    assert " ".join(lines) == said
    assert lines == [
        "Tổ chức thông tin tuyên truyền và",
        "phổ biến nội dung tài liệu đến toàn thể",
        "công chức, viên chức, người lao động,",
        "người thân và phụ huynh học sinh.",
    ]
