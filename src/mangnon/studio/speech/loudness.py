"""Sound at one loudness: EBU R128 by ffmpeg in two passes, the first only measures."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence

from mangnon.studio.programs import ffmpeg
from mangnon.studio.refusals import CannotMake
from mangnon.studio.speech.narrating import RATE

TARGET, PEAK, RANGE = -16.0, -1.5, 11.0  # LUFS, dBTP, LU
_TOLD = re.compile(r"\{[^{}]*\"input_i\"[^{}]*\}", re.DOTALL)
# Peaks of a voice are held down first, else the target cannot be reached without clipping.
HELD = "acompressor=threshold=-28dB:ratio=5:attack=3:release=80,alimiter=limit=0.6:level=false"
QUIET = -70.0  # LUFS: below this there is nothing to make louder


def encoded(samples: bytes, codec: Sequence[str], form: str) -> bytes:
    """16-bit mono samples at RATE as a sound file. codec: arguments of ffmpeg; form: its muxer."""
    told = _measured(samples)
    filters = _second_pass(told) if told else "anull"
    made = _run(samples, ["-af", filters, "-ar", "44100", "-ac", "1", *codec, "-f", form, "-"])
    return made.stdout


def _measured(samples: bytes) -> dict[str, str] | None:
    asked = f"{HELD},loudnorm=I={TARGET}:TP={PEAK}:LRA={RANGE}:print_format=json"
    told = _TOLD.search(
        _run(samples, ["-af", asked, "-f", "null", "-"], level="info").stderr.decode()
    )
    found = json.loads(told[0]) if told else None
    if found is None or found["input_i"] == "-inf" or float(found["input_i"]) < QUIET:
        return None
    return {str(key): str(value) for key, value in found.items()}


def _second_pass(told: dict[str, str]) -> str:
    return (
        f"{HELD},loudnorm=I={TARGET}:TP={PEAK}:LRA={RANGE}:linear=true"
        f":measured_I={told['input_i']}:measured_TP={told['input_tp']}:measured_LRA={told['input_lra']}"
        f":measured_thresh={told['input_thresh']}:offset={told['target_offset']}"
    )


def _run(
    samples: bytes, arguments: Sequence[str], *, level: str = "error"
) -> subprocess.CompletedProcess[bytes]:
    head = [
        ffmpeg(),
        "-hide_banner",
        "-nostats",
        "-v",
        level,
        "-f",
        "s16le",
        "-ar",
        str(RATE),
        "-ac",
        "1",
        "-i",
        "-",
    ]
    steady = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]
    made = subprocess.run(
        [*head, *steady, *arguments], input=samples, capture_output=True, timeout=300, check=False
    )
    if made.returncode != 0:
        raise CannotMake(
            f"ffmpeg không làm được âm thanh: {made.stderr.decode(errors='replace')[-200:]}"
        )
    return made
