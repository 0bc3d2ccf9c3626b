"""What is read aloud in each scene, by the machine or by whoever records it.

The clip and the loudspeaker text share the messages; each has a first and a last scene of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from mangnon.kit.hotlines import Hotline
from mangnon.studio.typesetting import AI_LABEL

OPENING, CLOSING = "mo-dau", "ket-thuc"
LOUD_OPENING, LOUD_CLOSING = "mo-dau-loa", "ket-thuc-loa"
VOICES = {
    "recorded": "giọng đọc thu sẵn",
    "piper": "giọng đọc Piper",
    "espeak-ng": "giọng máy espeak-ng",
    "silence": "không có giọng đọc trên máy này",
}

_ENDED = re.compile(r"[.!?…][”\"’)]*$")


def told(*texts: str) -> str:
    """One after the other, each ended as a sentence is."""
    return " ".join(text if _ENDED.search(text) else f"{text}." for text in texts if text)


def greeting(*texts: str) -> str:
    """The loudspeaker's first words: the title, and what leads into it."""
    return f"Thưa bà con và các em. Sau đây là bài: {told(*texts)}"


def last_words(line: Hotline, *, by_machine: bool) -> str:
    """The clip's."""
    label = f" {AI_LABEL}." if by_machine else ""
    return f"Cần giúp, hãy gọi số {line.number}. {line.words}{label}"


def farewell(line: Hotline, contact: str, source: str, *, by_machine: bool) -> str:
    """The loudspeaker's last words, with the maker's own contact line."""
    who = f" {contact}." if contact else ""
    label = f" {AI_LABEL}." if by_machine else ""
    return (
        f"Khi cần giúp, hãy gọi số {line.number}, {line.title}. {line.words}{who}"
        f" Nội dung theo {source}.{label} Xin cảm ơn bà con và các em đã lắng nghe."
    )


def voices_in_words(voices: Sequence[str]) -> str:
    """Who reads, scene by scene; where several do, how many scenes each."""
    counted = Counter(voices)
    if len(counted) == 1:
        return VOICES[voices[0]]
    return ", ".join(f"{VOICES[one]} {count}/{len(voices)} cảnh" for one, count in counted.items())


def the_one(voices: Iterable[str]) -> str:
    """The voice of all scenes, or that they are several."""
    found = set(voices)
    return found.pop() if len(found) == 1 else "mixed"
