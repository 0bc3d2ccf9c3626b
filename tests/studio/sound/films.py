"""Films and sound by ffprobe and ffmpeg: streams, sizes, lengths, loudness, captions in time."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.studio.sound.told import Check, lacking, wrong

LOUDNESS, WITHIN = -16.0, 1.0  # LUFS
PEAK = -1.0  # dBTP at most
QUIET_END = 4.0  # seconds that a clip may go on after its last caption
FASTEST = 25.0  # signs a second that a caption may ask of a reader
_CUE = re.compile(r"(\S+) --> (\S+)\n(.*?)(?=\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """A caption: seconds, words."""

    start: float
    end: float
    text: str


def checks(home: Path) -> Iterator[Check]:
    for path in sorted(home.glob("clip/*.mp4")):
        yield from _film(path)
    for path in sorted(home.glob("clip/*.vtt")):
        yield from _captions(path, home)
    for path in sorted(home.glob("audio/*.mp3")):
        yield from _sound(path, home)


def probed(path: Path) -> dict[str, Any]:
    asked = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    return dict(json.loads(subprocess.run(asked, capture_output=True, check=True).stdout))


def soft_track(path: Path) -> list[Shown]:
    """The captions inside a film, which are those burned into it."""
    asked = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:s", "-f", "webvtt", "-"]
    return cues(subprocess.run(asked, capture_output=True, check=True).stdout.decode())


def cues(vtt: str) -> list[Shown]:
    found = _CUE.findall(vtt.replace("\r", ""))
    return [Shown(_seconds(start), _seconds(end), text) for start, end, text in found]


def _seconds(clock: str) -> float:
    parts = [float(part) for part in clock.split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def _film(path: Path) -> Iterator[Check]:
    of = path.name
    if missing := lacking("film", of, "ffprobe", "ffmpeg"):
        yield missing
        return
    told = probed(path)
    kinds = [stream["codec_name"] for stream in told["streams"]]
    yield Check("streams", of, kinds == ["h264", "aac", "mov_text"], kinds)
    video, sound, words = told["streams"]
    size = (video["width"], video["height"])
    yield Check("size", of, size in {(1280, 720), (720, 1280), (1920, 1080), (1080, 1920)}, size)
    yield Check("pixels", of, video["pix_fmt"] == "yuv420p", video["pix_fmt"])
    tongues = [one.get("tags", {}).get("language") for one in (sound, words)]
    yield Check("language", of, tongues == ["vie", "vie"], tongues)
    lengths = [float(video["duration"]), float(sound["duration"])]
    yield Check("sound as long as picture", of, abs(lengths[0] - lengths[1]) < 0.1, lengths)
    yield Check("begins before it is all there", of, *_faststart(path))
    yield from _loud(path)
    shown = soft_track(path)
    yield wrong("captions inside", of, _out_of_time(shown, lengths[0]))


def _faststart(path: Path) -> tuple[bool, list[str]]:
    """The boxes at the top: moov stands before mdat."""
    data, boxes, place = path.read_bytes(), [], 0
    while place + 8 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        boxes.append(kind.decode("latin-1"))
        place += size if size > 1 else len(data)
    return boxes.index("moov") < boxes.index("mdat"), boxes


def _loud(path: Path) -> Iterator[Check]:
    asked = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a"]
    asked += ["-af", "loudnorm=print_format=json", "-f", "null", "-"]
    said = subprocess.run(asked, capture_output=True, check=True, text=True).stderr
    told = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    loud, peak = float(told["input_i"]), float(told["input_tp"])
    yield Check("loudness", path.name, abs(loud - LOUDNESS) <= WITHIN, loud)
    yield Check("peak", path.name, peak <= PEAK, peak)


def _captions(path: Path, home: Path) -> Iterator[Check]:
    vtt = path.read_text(encoding="utf-8")
    shown = cues(vtt)
    yield Check("head", path.name, vtt.startswith("WEBVTT\n\n") and bool(shown), len(shown))
    film = home / "clip" / "clip-ngang.mp4"
    if missing := lacking("captions in time", path.name, "ffprobe"):
        yield missing
        return
    length = float(probed(film)["format"]["duration"])
    yield wrong("captions in time", path.name, _out_of_time(shown, length))


def _out_of_time(shown: list[Shown], length: float) -> Iterator[str]:
    before = 0.0
    for cue in shown:
        if not before - 0.01 <= cue.start < cue.end <= length:
            yield f"{cue.start}–{cue.end} is out of its time"
        if len(cue.text) / max(cue.end - cue.start, 0.01) > FASTEST:
            yield f"too quick to be read: {cue.text}"
        if len(cue.text.splitlines()) > 2:
            yield f"more than two lines: {cue.text}"
        before = cue.end
    if not shown or length - before > QUIET_END:
        yield f"the last caption ends at {before}, the clip at {length}"


def _sound(path: Path, home: Path) -> Iterator[Check]:
    if missing := lacking("sound", path.name, "ffprobe", "ffmpeg"):
        yield missing
        return
    told = probed(path)
    kinds = [stream["codec_name"] for stream in told["streams"]]
    yield Check("streams", path.name, kinds == ["mp3"], kinds)
    slip = json.loads((home / "audio" / "phat-thanh.json").read_text(encoding="utf-8"))
    length = float(told["format"]["duration"])
    yield Check("as long as its slip says", path.name, abs(length - slip["seconds"]) < 0.5, length)
    yield from _loud(path)
