"""Read out once from greeting to farewell; the script says how long each part takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mangnon.studio.genre import Brief, File
from mangnon.studio.model import Sentence
from mangnon.studio.priorities import priority_of
from mangnon.studio.shop import Shop
from mangnon.studio.speech import RATE, Speech, narrate
from mangnon.studio.speech.lines import (
    LOUD_CLOSING,
    LOUD_OPENING,
    farewell,
    greeting,
    the_one,
    told,
    voices_in_words,
)
from mangnon.studio.speech.loudness import encoded

BETWEEN = 0.7  # seconds of quiet between parts
VALID_DAYS = 30
MP3 = ("-c:a", "libmp3lame", "-b:a", "96k", "-write_xing", "0", "-id3v2_version", "0")


@dataclass(frozen=True, slots=True)
class Part:
    """What is read in one breath; `scene`: the name of its recording."""

    scene: str
    text: str
    says: tuple[Sentence, ...] = ()


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    parts = parts_of(brief)
    spoken: list[tuple[Part, Speech]] = []
    for part in parts:
        shop.tell(f"Bài phát thanh: {part.text[:30]}")
        spoken.append((part, narrate(part.text, shop, scene=part.scene)))
    says = tuple(one for part in parts for one in part.says)
    voices = [speech.voice for _, speech in spoken]
    if "silence" not in voices:  # a loudspeaker that falls silent in the middle is worse than none
        sound = joined([speech for _, speech in spoken])
        mp3 = shop.once("audio/mp3", sound, lambda: encoded(sound, MP3, "mp3"))
        yield File("phat-thanh.mp3", mp3, f"Bài phát thanh ({voices_in_words(voices)})", says=says)
    script = _script(brief, spoken).encode()
    yield File("phat-thanh-kich-ban.txt", script, "Kịch bản đọc trên loa", says=says)
    yield File("phat-thanh.json", _slip(brief, spoken).encode(), "Phiếu phát thanh", says=says)


def parts_of(brief: Brief) -> tuple[Part, ...]:
    plan = brief.plan
    line = brief.lines[0]
    first = (plan.title, *((plan.lead,) if plan.lead else ()))
    opening = Part(LOUD_OPENING, greeting(*(one.text for one in first)), first)
    messages = [
        Part(one.id, told(*(part.text for part in says)), says)
        for one in plan.messages
        for says in [(one.heading, *one.sentences)]
    ]
    last = farewell(line, brief.maker.contact, plan.source.line, by_machine=plan.by_machine)
    return (opening, *messages, Part(LOUD_CLOSING, last))


def joined(speeches: list[Speech]) -> bytes:
    quiet = bytes(2 * int(BETWEEN * RATE))
    return quiet.join(speech.samples for speech in speeches)


def _script(brief: Brief, spoken: list[tuple[Part, Speech]]) -> str:
    plan = brief.plan
    whole = sum(speech.seconds for _, speech in spoken) + BETWEEN * (len(spoken) - 1)
    lines = [
        f"BÀI PHÁT THANH: {plan.title.text}",
        f"Dành cho: {plan.audience.words}",
        f"Mức ưu tiên: {priority_of(brief.priority).words}",
        f"Phát đến hết ngày: {_valid_until(brief):%d/%m/%Y}",
        f"Thời lượng: {_minutes(whole)}",
        f"Biên soạn: {brief.maker.name or '…'}, ngày {plan.made_on:%d/%m/%Y}",
        f"Nguồn: {plan.source.line}",
        "",
    ]
    place = 0.0
    for part, speech in spoken:
        lines += [f"[{_minutes(place)} – {_minutes(place + speech.seconds)}]", part.text, ""]
        place += speech.seconds + BETWEEN
    return "\n".join(lines)


def _slip(brief: Brief, spoken: list[tuple[Part, Speech]]) -> str:
    said = {
        "title": brief.plan.title.text,
        "priority": priority_of(brief.priority).words,
        "valid_until": _valid_until(brief).isoformat(),
        "seconds": round(sum(one.seconds for _, one in spoken) + BETWEEN * (len(spoken) - 1), 1),
        "voice": the_one(one.voice for _, one in spoken),
        "source": brief.plan.source.line,
        "parts": [
            {
                "name": part.scene,
                "text": part.text,
                "seconds": round(one.seconds, 1),
                "voice": one.voice,
            }
            for part, one in spoken
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _valid_until(brief: Brief) -> date:
    """As a person chose, else a month from its day; never beyond the last day of the source."""
    wanted = brief.air_until or brief.plan.made_on + timedelta(days=VALID_DAYS)
    return min(wanted, brief.valid_until or wanted)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
