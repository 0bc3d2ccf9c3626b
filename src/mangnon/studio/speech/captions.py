"""Captions out of timed words: at most two short lines, never shorter than can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mangnon.studio.phrases import phrases
from mangnon.studio.speech.narrating import Word

LINE = 40  # characters
LINES = 2
SHORTEST = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: seconds from the start, its lines."""

    start: float
    end: float
    lines: tuple[str, ...]


def cues_of(words: Sequence[Word], *, offset: float = 0.0, line: int = LINE) -> list[Cue]:
    """A cue ends with a sentence, or where its two lines are full; no word of several syllables is
    parted."""
    cues: list[Cue] = []
    held: list[Word] = []
    for phrase in _whole(words):
        if held and not _fits([*held, *phrase], line):
            cues.append(_cue(held, offset, line))
            held = []
        held += phrase
        if held[-1].text[-1:] in ".!?…" and len(" ".join(one.text for one in held)) > line // 2:
            cues.append(_cue(held, offset, line))
            held = []
    if held:
        cues.append(_cue(held, offset, line))
    return _spread(cues)


def _whole(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    place = 0
    for phrase in phrases([word.text for word in words]):
        yield words[place : place + len(phrase)]
        place += len(phrase)


def _fits(words: Iterable[Word], line: int) -> bool:
    return len(_broken([word.text for word in words], line)) <= LINES


def _cue(words: Sequence[Word], offset: float, line: int) -> Cue:
    texts = [word.text for word in words]
    return Cue(words[0].start + offset, words[-1].end + offset, tuple(_even(texts, line)))


def _broken(words: Sequence[str], line: int) -> list[str]:
    lines: list[str] = []
    for phrase in map(" ".join, phrases(list(words))):
        if lines and len(lines[-1]) + 1 + len(phrase) <= line:
            lines[-1] += f" {phrase}"
        else:
            lines.append(phrase)
    return lines


def _even(words: Sequence[str], line: int) -> list[str]:
    """Two lines of about the same length rather than a full one and a word."""
    lines = _broken(words, line)
    if len(lines) != LINES:
        return lines
    narrow = max(len(" ".join(words)) // 2 + 1, 8)
    while narrow < line and len(_broken(words, narrow)) > LINES:
        narrow += 1
    return _broken(words, narrow)


def _spread(cues: list[Cue]) -> list[Cue]:
    """A short cue stays until the next begins, or for a second."""
    found = []
    for place, cue in enumerate(cues):
        following = cues[place + 1].start if place + 1 < len(cues) else cue.end + SHORTEST
        found.append(Cue(cue.start, max(cue.end, min(following, cue.start + SHORTEST)), cue.lines))
    return found


def web_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT (W3C), as players on the web take it."""
    blocks = [
        f"{place}\n{_clock(cue.start)} --> {_clock(cue.end)}\n" + "\n".join(map(_safe, cue.lines))
        for place, cue in enumerate(cues, 1)
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, parting: str = ".") -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{parting}{rest % 1000:03d}"


def subrip(cues: Iterable[Cue]) -> str:
    """SubRip, which becomes the soft track of an MP4."""
    blocks = [
        f"{place}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n" + "\n".join(cue.lines)
        for place, cue in enumerate(cues, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def sub_station(
    cues: Iterable[Cue], *, width: int, height: int, font: str, size: int, bottom: int
) -> str:
    """ASS for burning in: white on a dark box. size, bottom: pixels of the picture."""
    style = {
        "Name": "Words",
        "Fontname": font,
        "Fontsize": size,
        "PrimaryColour": "&H00FFFFFF",
        "OutlineColour": "&H38000000",
        "BackColour": "&H40000000",
        "Bold": 1,
        "BorderStyle": 4,
        "Outline": 0,
        "Shadow": size // 3,
        "Alignment": 2,
        "MarginL": 40,
        "MarginR": 40,
        "MarginV": bottom,
        "Encoding": 1,
    }
    head = (
        "[Script Info]\nScriptType: v4.00+\n"
        f"PlayResX: {width}\nPlayResY: {height}\nWrapStyle: 2\nScaledBorderAndShadow: yes\n\n"
        f"[V4+ Styles]\nFormat: {', '.join(style)}\n"
        f"Style: {','.join(map(str, style.values()))}\n\n"
        "[Events]\nFormat: Layer, Start, End, Style, Text\n"
    )
    return head + "".join(
        f"Dialogue: 0,{_centis(cue.start)},{_centis(cue.end)},Words,{_plain(cue.lines)}\n"
        for cue in cues
    )


def _plain(lines: Iterable[str]) -> str:
    """No text of ours is markup of the format."""
    shown = [line.replace("\\", "/").replace("{", "(").replace("}", ")") for line in lines]
    return "\\N".join(shown)


def _centis(seconds: float) -> str:
    centis = round(seconds * 100)
    hours, rest = divmod(centis, 360_000)
    minutes, rest = divmod(rest, 6000)
    return f"{hours}:{minutes:02d}:{rest // 100:02d}.{rest % 100:02d}"
