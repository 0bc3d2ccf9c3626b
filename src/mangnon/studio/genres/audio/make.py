"""Read out once from greeting to farewell; the script says how long each part takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from mangnon.studio.genre import Brief, File
from mangnon.studio.model import Sentence
from mangnon.studio.shop import Shop
from mangnon.studio.speech import RATE, Speech, narrate
from mangnon.studio.speech.loudness import encoded
from mangnon.studio.typesetting import AI_LABEL

BETWEEN = 0.7  # seconds of quiet between parts
VALID_DAYS = 30
PRIORITY = "thông thường"  # of three: thông thường, ưu tiên, khẩn cấp; the commune may raise it
MP3 = ("-c:a", "libmp3lame", "-b:a", "96k", "-write_xing", "0", "-id3v2_version", "0")
VOICES = {
    "recorded": "giọng đọc thu sẵn",
    "piper": "giọng đọc Piper",
    "espeak-ng": "giọng máy espeak-ng",
    "silence": "không có giọng đọc trên máy này",
}


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
    voice = spoken[0][1].voice
    if voice != "silence":
        sound = joined([speech for _, speech in spoken])
        mp3 = shop.once("audio/mp3", sound, lambda: encoded(sound, MP3, "mp3"))
        yield File("phat-thanh.mp3", mp3, f"Bài phát thanh ({VOICES[voice]})", says=says)
    script = _script(brief, spoken).encode()
    yield File("phat-thanh-kich-ban.txt", script, "Kịch bản đọc trên loa", says=says)
    yield File("phat-thanh.json", _slip(brief, spoken).encode(), "Phiếu phát thanh", says=says)


def parts_of(brief: Brief) -> tuple[Part, ...]:
    plan = brief.plan
    line = brief.lines[0]
    lead = f" {plan.lead.text}" if plan.lead else ""
    opening = Part(
        "mo-dau",
        f"Thưa bà con và các em. Sau đây là bài: {plan.title.text}.{lead}",
        (plan.title, *((plan.lead,) if plan.lead else ())),
    )
    told = [
        Part(
            one.id,
            f"{one.heading.text}. {' '.join(s.text for s in one.sentences)}",
            (one.heading, *one.sentences),
        )
        for one in plan.messages
    ]
    who = f" {brief.maker.contact}." if brief.maker.contact else ""
    label = f" {AI_LABEL}." if plan.by_machine else ""
    closing = Part(
        "ket-thuc",
        f"Khi cần giúp, hãy gọi số {line.number}, {line.title}. {line.words}{who}"
        f" Nội dung theo {plan.source.line}.{label} Xin cảm ơn bà con và các em đã lắng nghe.",
    )
    return (opening, *told, closing)


def joined(speeches: list[Speech]) -> bytes:
    quiet = bytes(2 * int(BETWEEN * RATE))
    return quiet.join(speech.samples for speech in speeches)


def _script(brief: Brief, spoken: list[tuple[Part, Speech]]) -> str:
    plan = brief.plan
    whole = sum(speech.seconds for _, speech in spoken) + BETWEEN * (len(spoken) - 1)
    lines = [
        f"BÀI PHÁT THANH: {plan.title.text}",
        f"Dành cho: {plan.audience.words}",
        f"Mức ưu tiên: {PRIORITY}",
        f"Phát đến hết ngày: {_valid_until(brief)}",
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
        "priority": PRIORITY,
        "valid_until": (brief.plan.made_on + timedelta(days=VALID_DAYS)).isoformat(),
        "seconds": round(sum(one.seconds for _, one in spoken) + BETWEEN * (len(spoken) - 1), 1),
        "voice": spoken[0][1].voice,
        "source": brief.plan.source.line,
        "parts": [
            {"name": part.scene, "text": part.text, "seconds": round(one.seconds, 1)}
            for part, one in spoken
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _valid_until(brief: Brief) -> str:
    return f"{brief.plan.made_on + timedelta(days=VALID_DAYS):%d/%m/%Y}"


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
