"""The clip, small and quick: sound and picture of one length, pieces made once."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mangnon.studio.genre import File
from mangnon.studio.genres import genres
from mangnon.studio.genres.clip.scenes import FPS, scenes_of, starts_of, whole_sound
from mangnon.studio.model import Sentence
from mangnon.studio.priorities import NORMAL, priorities, priority_of
from mangnon.studio.programs import ffmpeg
from mangnon.studio.shop import Shop
from mangnon.studio.speech import RATE
from tests.studio.plans import brief, plan

SMALL = 90  # lines


def made(store: Path, of: Any = None) -> tuple[dict[str, File], list[str]]:
    shop = Shop(store=store, lines=SMALL)
    files = {file.name: file for file in genres()["clip"].make(of or brief(), shop)}
    return files, shop.made


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, File], list[str]]:
    store = tmp_path_factory.mktemp("pieces")
    return store, *made(store)


def probed(film: bytes, folder: Path) -> dict[str, Any]:
    if not shutil.which("ffprobe"):
        pytest.skip("ffprobe is not installed")
    path = folder / "film.mp4"
    path.write_bytes(film)
    asked = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    return dict(json.loads(subprocess.run(asked, capture_output=True, check=True).stdout))


def test_a_clip_stands_across_and_upright_with_captions_and_transcript(
    first: tuple[Path, dict[str, File], list[str]],
) -> None:
    _, files, _ = first

    assert list(files) == ["clip-ngang.mp4", "clip-doc.mp4", "clip.vtt", "clip-loi-thoai.txt"]
    assert files["clip.vtt"].content.startswith(b"WEBVTT")
    assert "Giữ kín thông tin riêng." in files["clip-loi-thoai.txt"].content.decode()


def test_picture_sound_and_captions_are_in_it_and_as_long(
    first: tuple[Path, dict[str, File], list[str]], tmp_path: Path
) -> None:
    _, files, _ = first
    told = probed(files["clip-ngang.mp4"].content, tmp_path)

    video, sound, words = told["streams"]
    assert (video["codec_name"], video["width"], video["height"]) == ("h264", 160, 90)
    assert (sound["codec_name"], words["codec_name"]) == ("aac", "mov_text")
    assert words["tags"]["language"] == "vie"
    assert float(sound["duration"]) == pytest.approx(float(video["duration"]), abs=0.1)


def test_sound_and_scenes_agree_to_the_frame() -> None:
    scenes = scenes_of(brief(), Shop(lines=SMALL))

    whole = len(whole_sound(scenes)) / 2 / RATE
    assert whole == pytest.approx(starts_of(scenes)[-1] + scenes[-1].frames / FPS)


def test_one_edited_sentence_makes_one_scene_and_its_fades_anew(
    first: tuple[Path, dict[str, File], list[str]],
) -> None:
    store, before, _ = first
    told = plan()
    second = replace(told.messages[1], sentences=(Sentence("Không gặp riêng họ nhé.", ("d2",)),))
    changed = brief(replace(told, messages=(told.messages[0], second, told.messages[2])))

    after, pieces = made(store, changed)

    assert pieces.count("clip/scene") == 2  # across and upright
    assert pieces.count("clip/fade") == 0  # the still shows its heading, which stayed
    assert after["clip-ngang.mp4"].content != before["clip-ngang.mp4"].content


def test_the_same_brief_gives_the_same_clip(
    first: tuple[Path, dict[str, File], list[str]], tmp_path: Path
) -> None:
    _, files, _ = first

    again, _ = made(tmp_path)

    assert again["clip-doc.mp4"].content == files["clip-doc.mp4"].content


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_the_loudspeaker_text_is_as_loud_as_broadcast_asks() -> None:
    mp3 = next(
        file for file in genres()["audio"].make(brief(), Shop()) if file.name.endswith(".mp3")
    )
    asked = [
        ffmpeg(),
        "-hide_banner",
        "-i",
        "-",
        "-af",
        "loudnorm=print_format=json",
        "-f",
        "null",
        "-",
    ]

    told = subprocess.run(asked, input=mp3.content, capture_output=True, check=True).stderr.decode()

    loud = json.loads(told[told.rindex("{") : told.rindex("}") + 1])
    assert float(loud["input_i"]) == pytest.approx(-16, abs=0.7)
    assert float(loud["input_tp"]) < -1


def test_the_script_says_until_when_and_how_long() -> None:
    files = {
        file.name: file.content.decode()
        for file in genres()["audio"].make(brief(), Shop())
        if not file.name.endswith(".mp3")
    }

    script = files["phat-thanh-kich-ban.txt"]
    assert "Mức ưu tiên: thông thường" in script
    assert "Phát đến hết ngày: 29/12/2026" in script
    assert json.loads(files["phat-thanh.json"])["valid_until"] == "2026-12-29"


def test_a_loudspeaker_falls_silent_with_the_last_day_of_the_source() -> None:
    ends = replace(brief(), valid_until=date(2026, 12, 5))

    files = {file.name: file.content.decode(errors="ignore") for file in heard(ends)}

    assert "Phát đến hết ngày: 05/12/2026" in files["phat-thanh-kich-ban.txt"]
    assert json.loads(files["phat-thanh.json"])["valid_until"] == "2026-12-05"


@pytest.mark.parametrize(
    ("until", "source_ends", "said"),
    [
        (date(2027, 2, 1), None, "2027-02-01"),
        (date(2026, 12, 2), date(2026, 12, 5), "2026-12-02"),
        (date(2027, 2, 1), date(2026, 12, 5), "2026-12-05"),
    ],
)
def test_its_priority_and_last_day_are_those_that_were_chosen(
    until: date, source_ends: date | None, said: str
) -> None:
    chosen = replace(brief(), priority="khan-cap", air_until=until, valid_until=source_ends)

    files = {file.name: file.content.decode(errors="ignore") for file in heard(chosen)}

    slip = json.loads(files["phat-thanh.json"])
    assert (slip["priority"], slip["valid_until"]) == ("khẩn cấp", said)
    script = files["phat-thanh-kich-ban.txt"]
    assert "Mức ưu tiên: khẩn cấp" in script
    assert f"Phát đến hết ngày: {date.fromisoformat(said):%d/%m/%Y}" in script


def test_the_three_words_are_data_that_nobody_has_compared_yet() -> None:
    words = {one.name: one.words for one in priorities().values()}
    assert words == {
        "thong-thuong": "thông thường",
        "uu-tien": "ưu tiên",
        "khan-cap": "khẩn cấp",
    }
    assert {one.certainty for one in priorities().values()} == {"chưa đối chiếu"}
    assert priority_of("ưu tiên").name == "uu-tien"
    assert priority_of("").name == NORMAL


def heard(of: Any) -> list[File]:
    return list(genres()["audio"].make(of, Shop()))
