"""What is seen and said in each scene, and when: whole frames, so that pieces join exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mangnon.studio.codes import qr
from mangnon.studio.genre import Brief
from mangnon.studio.model import Sentence
from mangnon.studio.pictures import drawing, pictures
from mangnon.studio.shop import Shop
from mangnon.studio.speech import RATE, Speech, narrate
from mangnon.studio.speech.captions import Cue, cues_of
from mangnon.studio.speech.lines import CLOSING, OPENING, last_words, told

FPS = 25
SAMPLES_A_FRAME = RATE // FPS  # 882, exactly
LEAD, TAIL, SHORTEST = 0.3, 0.6, 3.0  # seconds of quiet before and after, of a scene at least
FADE = 10  # frames of a cross-fade


@dataclass(frozen=True, slots=True)
class Scene:
    """`still`: values of the sheet; `speech` begins LEAD seconds after the scene does."""

    name: str
    still: dict[str, Any]
    text: str
    says: tuple[Sentence, ...]
    speech: Speech

    @property
    def frames(self) -> int:
        return math.ceil(max(SHORTEST, LEAD + self.speech.seconds + TAIL) * FPS)

    def cues(self, *, offset: float = 0.0, line: int) -> list[Cue]:
        return cues_of(self.speech.words, offset=offset + LEAD, line=line)

    def sound(self) -> bytes:
        """The scene's samples, to the frame."""
        before = bytes(2 * int(LEAD * RATE))
        whole = 2 * self.frames * SAMPLES_A_FRAME
        return (before + self.speech.samples).ljust(whole, b"\0")[:whole]


def scenes_of(brief: Brief, shop: Shop) -> tuple[Scene, ...]:
    plan, line = brief.plan, brief.lines[0]
    lead = (plan.lead,) if plan.lead else ()
    first = plan.messages[0].picture
    drafts: list[tuple[str, dict[str, Any], str, tuple[Sentence, ...]]] = [
        (
            OPENING,
            {"part": "title", **_drawn(first)},
            _said(plan.title, *lead),
            (plan.title, *lead),
        )
    ]
    for place, one in enumerate(plan.messages, 1):
        still = {
            "part": "message",
            "number": str(place),
            "heading": one.heading.text,
            **_drawn(one.picture),
        }
        drafts.append(
            (one.id, still, _said(one.heading, *one.sentences), (one.heading, *one.sentences))
        )
    address = brief.report_address or brief.source_address
    end = {
        "part": "end",
        "address": address.split("://", 1)[-1],
        "code": qr(address) if address else "",
    }
    drafts.append((CLOSING, end, last_words(line, by_machine=plan.by_machine), ()))
    scenes: list[Scene] = []
    for name, still, text, says in drafts:
        shop.tell(f"Video clip, giọng đọc cảnh {len(scenes) + 1}/{len(drafts)}")
        scenes.append(Scene(name, still, text, says, narrate(text, shop, scene=name)))
    return tuple(scenes)


def _said(*sentences: Sentence) -> str:
    return told(*(one.text for one in sentences))


def _drawn(name: str) -> dict[str, str]:
    return {"picture": drawing(name), "alt": pictures()[name].words}


def starts_of(scenes: Sequence[Scene]) -> list[float]:
    """When each scene begins in the clip, in seconds; cross-fades lie between."""
    starts, frame = [], 0
    for scene in scenes:
        starts.append(frame / FPS)
        frame += scene.frames + FADE
    return starts


def whole_sound(scenes: Sequence[Scene]) -> bytes:
    return bytes(2 * FADE * SAMPLES_A_FRAME).join(scene.sound() for scene in scenes)
