"""What stands in the frames of a clip, read by tesseract: captions and headings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from mangnon.studio.genres.clip.make import frames_of
from mangnon.studio.genres.clip.scenes import FPS
from tests.studio.sound.films import probed, soft_track
from tests.studio.sound.told import Check, lacking, likeness

LEAST = 0.9  # of the signs of a text are read again
_BLOCK = re.compile(r"^\[(\d+):(\d\d)\] (.*)$", re.MULTILINE)
# Captions are white on a dark box: all else is made white.
_CAPTION = "lutyuv=y='if(gt(val,190),0,255)':u=128:v=128,format=gray,scale=iw*1.5:-1"
_STILL = (
    "format=gray,scale=iw*1.5:-1",
    "format=gray,negate,scale=iw*1.5:-1",
)  # dark or light letters


def checks(home: Path) -> Iterator[Check]:
    for path in sorted(home.glob("clip/*.mp4")):
        if missing := lacking("read in the frames", path.name, "tesseract", "ffmpeg", "ffprobe"):
            yield missing
        elif "vie" not in _languages():
            yield Check("read in the frames", path.name, None, "tesseract has no Vietnamese here")
        else:
            yield _captions(path)
            yield _headings(path, home)


def _languages() -> list[str]:
    asked = ["tesseract", "--list-langs"]
    return subprocess.run(asked, capture_output=True, check=True, text=True).stdout.split()


def _captions(path: Path) -> Check:
    """Each caption in the middle of its time, within its box at the foot."""
    cues = soft_track(path)
    width, height = _size(path)
    frame = next(one for one in frames_of(min(width, height)) if one.width == width)
    tall = round(frame.caption_size * 3.6)
    top = height - frame.caption_bottom - round(frame.caption_size * 3.0)
    crop = f"crop={width}:{tall}:0:{top},{_CAPTION}"
    times = [(cue.start + cue.end) / 2 for cue in cues]
    return _told("captions read", path, [cue.text for cue in cues], read(path, times, crop))


def _headings(path: Path, home: Path) -> Check:
    """The title and the heading of each message, in the middle of its scene, above the captions."""
    script = (home / "clip" / "clip-loi-thoai.txt").read_text(encoding="utf-8")
    scenes = [(int(m) * 60 + int(s), text) for m, s, text in _BLOCK.findall(script)]
    ends = [start for start, _ in scenes[1:]]
    headed = [
        (heading, (start + end) / 2)
        for heading, (start, text), end in _paired(home, scenes, ends)
        if text.startswith(heading)
    ]
    width, height = _size(path)
    wanted, times = [text for text, _ in headed], [time for _, time in headed]
    seen = [
        read(path, times, f"crop={width}:{height * 3 // 4}:0:0,{still}", "11") for still in _STILL
    ]
    best = [
        max(ways, key=lambda way, said=said: likeness(said, way))
        for said, *ways in zip(wanted, *seen, strict=True)
    ]
    return _told("headings read", path, wanted, best)


def _paired(
    home: Path, scenes: Sequence[tuple[int, str]], ends: Sequence[int]
) -> Iterator[tuple[str, tuple[int, str], int]]:
    """Each heading with its scene; the carousel says which sentence of a message is its heading."""
    told = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    squares = next(one for one in told["products"] if one["genre"] == "carousel")["files"]
    firsts = [one["says"][0]["text"] for one in squares if one["says"]]
    yield from zip(firsts, scenes, ends, strict=False)


def _size(path: Path) -> tuple[int, int]:
    video = probed(path)["streams"][0]
    return video["width"], video["height"]


def read(path: Path, times: Sequence[float], crop: str, mode: str = "6") -> list[str]:
    """What is read at each time. mode: how tesseract takes a page (6: a block, 11: scattered)."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        wanted = "+".join(f"eq(n\\,{round(time * FPS)})" for time in times)
        asked = [
            "ffmpeg",
            "-v",
            "error",
            "-i",
            str(path),
            "-map",
            "0:v",
            "-fps_mode",
            "passthrough",
        ]
        asked += ["-vf", f"select='{wanted}',{crop}", str(home / "%04d.png")]
        subprocess.run(asked, capture_output=True, check=True)
        pictures = sorted(home.glob("*.png"))
        (home / "list.txt").write_text("\n".join(map(str, pictures)) + "\n", encoding="utf-8")
        asked = ["tesseract", str(home / "list.txt"), "-", "--psm", mode, "-l", "vie"]
        surroundings = os.environ | {"OMP_THREAD_LIMIT": "1"}
        said = subprocess.run(asked, capture_output=True, check=True, text=True, env=surroundings)
        return said.stdout.split("\f")[: len(times)]


def _told(name: str, path: Path, wanted: Sequence[str], seen: Sequence[str]) -> Check:
    like = [
        (round(likeness(said, shown), 3), said) for said, shown in zip(wanted, seen, strict=False)
    ]
    low = [one for one in like if one[0] < LEAST]
    mean = round(sum(part for part, _ in like) / max(1, len(like)), 3)
    holds = bool(wanted) and len(like) == len(wanted) and not low
    return Check(name, path.name, holds, {"texts": len(wanted), "mean": mean, "low": low[:5]})
