"""One text said by the best voice there is, with the time of each of its words.

Sound: 16-bit mono samples at RATE. A recorded or Piper voice tells no times of words: they are
shared out over its length by how long each word is to say.
"""

from __future__ import annotations

import array
import glob
import json
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from mangnon.studio.programs import ffmpeg, find
from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.speech.spoken import spoken

RATE = 22050
VOICE = "vi"
WORDS_A_MINUTE = 165  # espeak-ng's measure
SYLLABLES_A_SECOND = 3.2  # how fast silent captions pass
PAUSE = 0.28  # seconds after the end of a sentence when times are shared out
WORDS = ".txt"  # ends the name of the words that a recording was spoken for
_HELPER = Path(__file__).parent / "espeak_words.py"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, and when it is said, in seconds from the start."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound and its words. `voice`: recorded, piper, espeak-ng or silence."""

    samples: bytes
    words: tuple[Word, ...]
    voice: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / RATE


def narrate(text: str, shop: Shop, *, scene: str = "") -> Speech:
    """The text said: by the recording of its scene, the operator's Piper voice, espeak-ng, nobody.

    scene: name of the recording in shop.voices. Raises CannotMake for a recording that no program
    here can read.
    """
    if recording := _recording(text, shop, scene):
        return _with_shared_times(text, _decoded(recording), "recorded")
    if shop.voice_model and (piper := find("piper")):
        return _with_shared_times(text, _piped(text, piper, shop.voice_model), "piper")
    return _espoken(text) or silence(text)


def _recording(text: str, shop: Shop, scene: str) -> Path | None:
    """The scene's; none when the words beside it say that it was spoken for another text."""
    if not shop.voices or not scene:
        return None
    found = sorted(shop.voices.glob(f"{glob.escape(scene)}.*"))
    for words in (path for path in found if path.suffix == WORDS):
        if words.read_text(encoding="utf-8").split() != text.split():
            return None
    return next((path for path in found if path.suffix != WORDS), None)


def silence(text: str) -> Speech:
    """Nobody speaks; the captions pass at a reader's pace."""
    syllables = len(text.split())
    seconds = max(1.5, syllables / SYLLABLES_A_SECOND)
    return _with_shared_times(text, bytes(2 * int(seconds * RATE)), "silence")


def _espoken(text: str) -> Speech | None:
    """By espeak-ng in a process of its own; None where it is not installed."""
    written = text.split()
    said = [spoken(word) if any(map(str.isdigit, word)) else word for word in written]
    whole, begins = _laid_out(text, written, said)
    asked = json.dumps({"text": whole, "voice": VOICE, "rate": WORDS_A_MINUTE}) + "\n"
    made = subprocess.run(
        [sys.executable, "-I", str(_HELPER)],
        input=asked.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    if made.returncode != 0:
        return None
    head, _, sound = made.stdout.partition(b"\n")
    told = json.loads(head)
    samples = sound if told["rate"] == RATE else _resampled(sound, told["rate"])
    return Speech(
        samples, _timed(written, begins, told["words"], len(samples) / 2 / RATE), "espeak-ng"
    )


def _laid_out(text: str, written: list[str], said: list[str]) -> tuple[str, list[int]]:
    """What is said as one text, and where in it each written word begins."""
    if spoken(text) != " ".join(said):  # a date or a number that spans words
        said = _aligned(written, spoken(text).split())
    begins, place = [], 0
    for word in said:
        begins.append(place)
        place += len(word) + 1
    return " ".join(said), begins


def _aligned(written: list[str], spoken_words: list[str]) -> list[str]:
    """Spoken words shared out to the written ones: equal ones meet, what lies between is joined."""
    found, place = [], 0
    for at, word in enumerate(written):
        following = written[at + 1] if at + 1 < len(written) else None
        end = place + 1
        if following is not None and following in spoken_words[place + 1 :]:
            end = (
                max(place + 1, spoken_words.index(following, place + 1))
                if any(map(str.isdigit, word))
                else place + 1
            )
        elif following is None:
            end = len(spoken_words)
        found.append(" ".join(spoken_words[place:end]) or word)
        place = min(end, len(spoken_words))
    return found


def _timed(
    written: list[str], begins: list[int], events: list[list[int]], seconds: float
) -> tuple[Word, ...]:
    """A written word starts with the first event at or after its place in what was said."""
    starts: list[float] = []
    at = 0
    for begin in begins:
        while at < len(events) and events[at][0] < begin:
            at += 1
        here = events[at][2] / 1000 if at < len(events) else seconds
        starts.append(min(max(here, starts[-1] if starts else 0.0), seconds))
    ends = [*starts[1:], seconds]
    return tuple(Word(*one) for one in zip(written, starts, ends, strict=True))


def _with_shared_times(text: str, samples: bytes, voice: str) -> Speech:
    written = text.split()
    seconds = len(samples) / 2 / RATE
    first, last = _voiced(samples) if voice != "silence" else (0.0, seconds)
    weights = [_weight(word) for word in written]
    total = sum(weights) or 1.0
    words, place = [], first
    for word, weight in zip(written, weights, strict=True):
        end = place + (last - first) * weight / total
        words.append(Word(word, place, end))
        place = end
    return Speech(samples, tuple(words), voice)


def _weight(word: str) -> float:
    """How long a word is to say, in syllables; a pause where a sentence ends."""
    syllables = len(spoken(word).split()) or 1
    return syllables + (PAUSE * SYLLABLES_A_SECOND if word[-1:] in ".!?:;" else 0)


def _voiced(samples: bytes) -> tuple[float, float]:
    """Where sound begins and ends, in seconds: the quiet before and after belongs to no word."""
    sound = array.array("h", samples)
    if not sound:
        return 0.0, 0.0
    loud = max(300, max(map(abs, sound[::50])) // 20)
    step = RATE // 100
    heard = [at for at in range(0, len(sound), step) if max(map(abs, sound[at : at + step])) > loud]
    if not heard:
        return 0.0, len(sound) / RATE
    return heard[0] / RATE, min(len(sound), heard[-1] + step) / RATE


def _decoded(path: Path) -> bytes:
    """Any recording as samples at RATE."""
    made = subprocess.run(
        [
            ffmpeg(),
            "-v",
            "error",
            "-i",
            str(path),
            "-f",
            "s16le",
            "-ac",
            "1",
            "-ar",
            str(RATE),
            "-",
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    if made.returncode != 0 or not made.stdout:
        raise CannotMake(
            f"Không đọc được tệp thu âm {path.name}. Hãy thu lại dạng WAV, MP3 hoặc M4A."
        )
    return made.stdout


def _piped(text: str, piper: str, model: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        made = subprocess.run(
            [piper, "--model", str(model), "--output_file", str(target)],
            input=spoken(text).encode(),
            capture_output=True,
            timeout=300,
            check=False,
        )
        if made.returncode != 0 or not target.is_file():
            raise CannotMake("Giọng Piper không đọc được. Hãy kiểm tra tệp mô hình giọng.")
        return _decoded(target)


def _resampled(samples: bytes, rate: int) -> bytes:
    made = subprocess.run(
        [
            ffmpeg(),
            "-v",
            "error",
            "-f",
            "s16le",
            "-ar",
            str(rate),
            "-ac",
            "1",
            "-i",
            "-",
            "-f",
            "s16le",
            "-ar",
            str(RATE),
            "-",
        ],
        input=samples,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return made.stdout


def wav_of(samples: bytes) -> bytes:
    """Samples as a WAV file."""
    import io

    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return out.getvalue()
