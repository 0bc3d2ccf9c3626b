"""One text a channel; its limits come from social.csv. What does not fit is left out from the end,
message by message, never cut within a sentence; whom to call and the source always stay."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mangnon.studio.genre import Brief, File
from mangnon.studio.model import Sentence
from mangnon.studio.refusals import TooLong
from mangnon.studio.shop import Shop
from mangnon.studio.speech.lines import told
from mangnon.studio.typesetting import AI_LABEL

LIMITS = Path(__file__).parents[2] / "data" / "social.csv"
TAGS = ("BaoVeTreEm", "AnToanTrenMang", "TongDai111")
LONGEST_TAG = 28  # letters that a reader still takes apart


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one channel, in characters; `title` 0: the channel has no title of its own. `text`: how
    much is seen before a reader must tap; `body`: what the channel takes at most."""

    channel: str
    words: str
    title: int
    text: int
    body: int
    hashtags: int


@cache
def limits() -> tuple[Limits, ...]:
    with LIMITS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Limits(
                row["channel"],
                row["words"],
                *(int(row[name]) for name in ("title_max", "text_max", "body_max", "hashtags_max")),
            )
            for row in csv.DictReader(file)
        )


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    for limit in limits():
        text, says = post_text(brief, limit)
        yield File(
            f"bai-dang-{limit.channel}.txt", text.encode(), f"Bài đăng {limit.words}", says=says
        )
    yield File("bai-dang.json", _table(brief).encode(), "Bài đăng cho chương trình", says=says)


def post_text(brief: Brief, limit: Limits) -> tuple[str, tuple[Sentence, ...]]:
    """A channel's text and the sentences in it. Raises TooLong when the title is too long."""
    plan = brief.plan
    head = [plan.title, *([plan.lead] if plan.lead else [])]
    rows = [(f"✔ {told(one.heading.text, one.sentences[0].text)}", one) for one in plan.messages]
    foot = _foot(brief, limit)
    for count in range(len(rows), -1, -1):
        body = [line for line, _ in rows[:count]]
        text = "\n\n".join(
            filter(None, ("\n".join(one.text for one in head), "\n".join(body), foot))
        )
        if len(text) <= limit.body:
            used = [s for _, one in rows[:count] for s in (one.heading, one.sentences[0])]
            return text + "\n", (*head, *used)
    raise TooLong(f"Bài đăng {limit.words}", plan.title.text, len(plan.title.text.split()))


def _foot(brief: Brief, limit: Limits) -> str:
    child_line = brief.lines[0]
    lines = [f"☎ {child_line.number} – {child_line.title}. {child_line.words}"]
    if brief.maker.contact:
        lines.append(brief.maker.contact)
    lines.append(f"Nguồn: {brief.plan.source.line}. Biên soạn ngày {brief.plan.made_on:%d/%m/%Y}.")
    if brief.source_address:
        lines.append(brief.source_address)
    if brief.plan.by_machine:
        lines.append(f"{AI_LABEL}.")
    lines.append(" ".join(f"#{tag}" for tag in hashtags(brief)[: limit.hashtags]))
    return "\n".join(lines)


def hashtags(brief: Brief) -> list[str]:
    """The campaign's own, then one for the title; without marks, as people search."""
    plain = unicodedata.normalize("NFD", brief.plan.title.text.replace("đ", "d").replace("Đ", "D"))
    words = re.sub(r"[^A-Za-z0-9 ]", "", "".join(s for s in plain if not unicodedata.combining(s)))
    own = "".join(word.capitalize() for word in words.split())
    return list(dict.fromkeys([*TAGS, *([own] if 0 < len(own) <= LONGEST_TAG else [])]))


def _table(brief: Brief) -> str:
    """Titles, descriptions, texts and alt texts for whoever posts by program."""
    plan = brief.plan
    described = (plan.lead or plan.messages[0].sentences[0]).text
    said = {
        limit.channel: {
            "title": plan.title.text[: limit.title] if limit.title else "",
            "description": described[: limit.text],
            "text": post_text(brief, limit)[0],
            "hashtags": hashtags(brief)[: limit.hashtags],
            "alts": [f"{one.heading.text}. {one.sentences[0].text}" for one in plan.messages],
        }
        for limit in limits()
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
