"""Pieces of film by ffmpeg: a scene that glides over its still, a cross-fade, all joined.

Each piece is made once from what it shows: editing a sentence makes its scene and the two fades
beside it anew. Scenes share one set of encoder settings, so that joining copies and never encodes.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mangnon.kit.fonts import HOUSE_FAMILY, fonts_for_print
from mangnon.studio.genres.clip.scenes import FADE, FPS
from mangnon.studio.programs import ffmpeg
from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.speech.captions import Cue, sub_station, subrip

SPARE = 1.12  # a still is this much larger than the picture that glides over it
ENCODER = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-tune", "stillimage"),
    *(
        "-profile:v",
        "high",
        "-pix_fmt",
        "yuv420p",
        "-r",
        str(FPS),
        "-g",
        "250",
        "-video_track_timescale",
        "12800",
    ),
)
STEADY = (
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-map_metadata",
    "-1",
)
LONGEST = 900  # seconds that one piece may take


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a film; `line`: characters of a caption line; `size`, `bottom`: of captions."""

    name: str
    words: str
    width: int
    height: int
    line: int

    @property
    def caption_size(self) -> int:
        return self.height // 15 if self.width > self.height else self.width // 15

    @property
    def caption_bottom(self) -> int:
        return self.height // 14 if self.width > self.height else self.height // 8

    @property
    def still(self) -> tuple[int, int]:
        return round(self.width * SPARE), round(self.height * SPARE)


def scene_film(
    still: bytes, cues: Sequence[Cue], frames: int, frame: Frame, *, leftward: bool, shop: Shop
) -> bytes:
    """One scene: MP4 without sound, `frames` long."""
    captions = sub_station(
        cues,
        width=frame.width,
        height=frame.height,
        font=HOUSE_FAMILY,
        size=frame.caption_size,
        bottom=frame.caption_bottom,
    )
    made_from = [_print(still), captions, frames, frame.name, frame.width, leftward, ENCODER]

    def draw() -> bytes:
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            (home / "still.png").write_bytes(still)
            (home / "words.ass").write_text(captions, encoding="utf-8")
            glide = f"(iw-ow)*{'(1-n/' if leftward else '(n/'}{frames})"
            picture = (
                f"format=yuv444p,loop=loop={frames}:size=1,setpts=N/({FPS}*TB),trim=end_frame={frames},"
                f"crop={frame.width}:{frame.height}:x='{glide}':y='(ih-oh)/2':exact=1,format=yuv420p,"
                f"ass=words.ass:fontsdir={_escaped(_font_folder())}"
            )
            return _film(home, ["-framerate", str(FPS), "-i", "still.png", "-vf", picture])

    return shop.once("clip/scene", made_from, draw)


def fade_film(before: bytes, after: bytes, frame: Frame, *, leftward: bool, shop: Shop) -> bytes:
    """From the end of one scene to the start of the next. leftward: how the first one glides."""
    made_from = [_print(before), _print(after), frame.name, frame.width, leftward, FADE, ENCODER]
    # The first stands where its gliding ended, the second where its own begins: the same edge.
    edge = "0" if leftward else "iw-ow"
    place = f"{frame.width}:{frame.height}:x='{edge}':y='(ih-oh)/2':exact=1"
    cut = f"format=yuv444p,crop={place},format=yuv420p"
    turn = f"loop=loop={FADE}:size=1,setpts=N/({FPS}*TB),trim=end_frame={FADE}"

    def draw() -> bytes:
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            (home / "a.png").write_bytes(before)
            (home / "b.png").write_bytes(after)
            graph = (
                f"[0]{cut},{turn}[a];[1]{cut},{turn}[b];"
                f"[a][b]blend=all_expr='A*(1-(N+1)/{FADE + 1})+B*((N+1)/{FADE + 1})'"
            )
            inputs = ["-framerate", str(FPS), "-i", "a.png", "-framerate", str(FPS), "-i", "b.png"]
            return _film(home, [*inputs, "-filter_complex", graph])

    return shop.once("clip/fade", made_from, draw)


def joined(pieces: Sequence[bytes], sound: bytes, cues: Sequence[Cue]) -> bytes:
    """The clip: pieces copied one after the other, AAC sound (ADTS), a soft Vietnamese track."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for number, piece in enumerate(pieces):
            (home / f"{number:03d}.mp4").write_bytes(piece)
        listed = "".join(f"file '{number:03d}.mp4'\n" for number in range(len(pieces)))
        (home / "list.txt").write_text(listed, encoding="utf-8")
        (home / "sound.aac").write_bytes(sound)
        (home / "words.srt").write_text(subrip(cues), encoding="utf-8")
        inputs = [
            "-f",
            "concat",
            "-safe",
            "0",
            "-i",
            "list.txt",
            "-i",
            "sound.aac",
            "-i",
            "words.srt",
        ]
        maps = [
            "-map",
            "0:v",
            "-map",
            "1:a",
            "-map",
            "2:s",
            "-c:v",
            "copy",
            "-c:a",
            "copy",
            "-c:s",
            "mov_text",
        ]
        told = [
            "-metadata:s:a:0",
            "language=vie",
            "-metadata:s:s:0",
            "language=vie",
            "-movflags",
            "+faststart",
        ]
        return _run(home, [*inputs, *STEADY, *maps, *told])


def _film(home: Path, arguments: Sequence[str]) -> bytes:
    return _run(home, [*arguments, "-an", *STEADY, *ENCODER])


def _run(home: Path, arguments: Sequence[str]) -> bytes:
    command = [
        ffmpeg(),
        "-hide_banner",
        "-nostats",
        "-v",
        "error",
        "-y",
        *arguments,
        "-f",
        "mp4",
        "out.mp4",
    ]
    made = subprocess.run(command, cwd=home, capture_output=True, timeout=LONGEST, check=False)
    if made.returncode != 0:
        raise CannotMake(
            f"ffmpeg không dựng được video: {made.stderr.decode(errors='replace')[-300:]}"
        )
    return (home / "out.mp4").read_bytes()


def _font_folder() -> Path:
    """Where the house font lies."""
    return next(path.parent for path in fonts_for_print() if path.stem == "BeVietnamPro-Bold")


def _escaped(path: Path) -> str:
    """A path inside a filter graph."""
    return str(path).replace("\\", "/").replace(":", "\\:").replace("'", "\\'").replace(",", "\\,")


def _print(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
