"""How a text is said, when each word is said, and what captions come of it."""

from __future__ import annotations

import math
import shutil
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.speech import RATE, Word, narrate, silence
from mangnon.studio.speech.captions import LINE, LINES, cues_of, sub_station, subrip, web_vtt
from mangnon.studio.speech.lines import told
from mangnon.studio.speech.narrating import wav_of
from mangnon.studio.speech.spoken import number, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Gọi 111 nhé.", "Gọi một một một nhé."),
        ("Gọi 113 hoặc 115.", "Gọi một một ba hoặc một một năm."),
        ("Mở 24/7.", "Mở hai mươi bốn giờ mỗi ngày."),
        ("38% học sinh", "ba mươi tám phần trăm học sinh"),
        ("12,5 giờ", "mười hai phẩy năm giờ"),
        ("1.234 lượt", "một nghìn hai trăm ba mươi bốn lượt"),
        ("ngày 05/4/2026", "ngày năm tháng tư năm hai nghìn không trăm hai mươi sáu"),
        ("8-10 tuổi", "tám đến mười tuổi"),
        ("3/4 lớp", "ba trên bốn lớp"),
    ],
)
def test_numbers_are_said_as_a_person_says_them(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "không"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (1005, "một nghìn không trăm lẻ năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_000, "một triệu"),
    ],
)
def test_numbers_in_words(value: int, said: str) -> None:
    assert number(value) == said


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_no_digit_is_left_to_be_said(text: str) -> None:
    assert not any(sign in "0123456789" for sign in spoken(text))


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_each_written_word_has_the_time_at_which_it_is_said() -> None:
    speech = narrate("Cần giúp, hãy gọi số 111. Ngày 05/8/2026 có họp.", Shop())

    assert speech.voice == "espeak-ng"
    assert [word.text for word in speech.words] == [
        "Cần",
        "giúp,",
        "hãy",
        "gọi",
        "số",
        "111.",
        "Ngày",
        "05/8/2026",
        "có",
        "họp.",
    ]
    called = next(word for word in speech.words if word.text == "111.")
    assert called.end - called.start > 0.6  # three words, not one number
    starts = [word.start for word in speech.words]
    assert starts == sorted(starts)
    assert speech.words[-1].end == pytest.approx(speech.seconds)


def test_where_nobody_speaks_captions_pass_at_a_readers_pace() -> None:
    speech = silence("Một hai ba bốn năm sáu bảy tám.")

    assert speech.voice == "silence"
    assert speech.seconds == pytest.approx(2.5)
    assert set(speech.samples) == {0}


def test_a_recording_is_taken_before_any_machine(tmp_path: Path) -> None:
    """A tone between two quiet seconds: words lie where the tone is."""
    tone = [round(9000 * math.sin(at / 8)) for at in range(2 * RATE)]
    sound = [0] * RATE + tone + [0] * RATE
    (tmp_path / "ke.wav").write_bytes(wav_of(struct.pack(f"<{len(sound)}h", *sound)))

    speech = narrate("Kể với cô.", Shop(voices=tmp_path), scene="ke")

    assert speech.voice == "recorded"
    assert speech.words[0].start == pytest.approx(1.0, abs=0.05)
    assert speech.words[-1].end == pytest.approx(3.0, abs=0.05)


def test_a_recording_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "ke.mp3").write_bytes(b"not sound")

    with pytest.raises(CannotMake, match=r"Không đọc được tệp thu âm ke\.mp3"):
        narrate("Kể với cô.", Shop(voices=tmp_path), scene="ke")


WORDS = st.lists(
    st.text(alphabet="abcăđôươ.,!", min_size=1, max_size=12).filter(lambda word: word.strip(".,!")),
    min_size=1,
    max_size=60,
)


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_captions_hold_every_word_in_two_short_lines_and_never_overlap(texts: list[str]) -> None:
    words = [Word(text, place * 0.3, place * 0.3 + 0.3) for place, text in enumerate(texts)]

    cues = cues_of(words)

    assert " ".join(line for cue in cues for line in cue.lines).split() == texts
    assert all(len(cue.lines) <= LINES and max(map(len, cue.lines)) <= LINE for cue in cues)
    assert all(one.end <= other.start + 1e-9 for one, other in pairwise(cues))


def test_captions_in_the_three_formats() -> None:
    cues = cues_of([Word("Kể", 0.0, 0.4), Word("với", 0.4, 0.8), Word("<cô>.", 0.8, 61.5)])

    assert web_vtt(cues) == "WEBVTT\n\n1\n00:00:00.000 --> 00:01:01.500\nKể với &lt;cô&gt;.\n"
    assert subrip(cues) == "1\n00:00:00,000 --> 00:01:01,500\nKể với <cô>.\n"
    burned = sub_station(cues, width=1280, height=720, font="Be Vietnam Pro", size=48, bottom=50)
    assert "Dialogue: 0,0:00:00.00,0:01:01.50,Words,Kể với <cô>.\n" in burned


def test_no_text_is_markup_of_a_burned_caption() -> None:
    burned = sub_station(
        cues_of([Word("{\\b1}đậm", 0, 1)]), width=1280, height=720, font="A", size=40, bottom=40
    )

    assert "(/b1)đậm" in burned


def test_a_sentence_that_ends_within_quotes_has_its_full_stop() -> None:
    assert told("Bốn câu", "“Bố mẹ tin con.”", "Gọi 111!") == "Bốn câu. “Bố mẹ tin con.” Gọi 111!"
