"""Random Vietnamese texts on every sheet: nothing spills, no sign is missing.

    python bench/studio_lint.py [--maps 1000] [--seed 5]

Each map is drawn by two kinds of sheet in turn, so that all are drawn equally often. Texts have
from one word to the limit of their place, come decomposed (NFD) every second time and use all 134
letters of the alphabet. What was set is read back from the PDF by another program (PDFium): every
text is there word by word, every line lies on its page and on no other line, no letter is unknown.
Sheets of which the products are pictures are set as PDF for this. One map in twenty has a text
beyond its limit and must be refused; no other may be. Prints one JSON line; exits with 1 when a
promise is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mangnon.kit.fonts import VIETNAMESE_LETTERS  # noqa: E402
from mangnon.kit.hotlines import hotlines  # noqa: E402
from mangnon.studio import genres as genre_home  # noqa: E402
from mangnon.studio.certificates import Certificate, certificate_pdf  # noqa: E402
from mangnon.studio.genre import Brief, Maker  # noqa: E402
from mangnon.studio.genres import genres  # noqa: E402
from mangnon.studio.maps import LONGEST, checked, clean  # noqa: E402
from mangnon.studio.model import Audience, MessageMap  # noqa: E402
from mangnon.studio.pictures import drawing, moods_of, people, pictures  # noqa: E402
from mangnon.studio.refusals import BadMap, CannotMake  # noqa: E402
from mangnon.studio.shop import Shop  # noqa: E402
from mangnon.studio.themes import theme_for  # noqa: E402
from mangnon.studio.typesetting import Sheet, common_values, set_pdf  # noqa: E402

HOME = Path(genre_home.__file__).parent
KINDS = (
    "leaflet",
    "poster",
    "infographic",
    "cards",
    "carousel",
    "comic",
    "slides",
    "clip",
    "paper",
)
BEYOND_EVERY = 20  # one map in so many has a text beyond its limit
OFF_PAGE = 0.6  # points that a box may stand over the edge by rounding
OVERLAP = 0.5  # of the smaller line's height: marks above letters reach into the line before
UNKNOWN = "\ufffd\ufffe\uffff\x00"  # what PDFium reads where a font has no such sign
# Kept below the limits of a certificate: a name and a course.
NAME_LONGEST, COURSE_LONGEST = 40, 90

_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "ngh",
    "nh",
    "p",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
    "",
]
_CODAS = ["", "", "", "n", "ng", "nh", "m", "t", "c", "ch", "p", "i", "o", "u", "y"]
_VOWELS = [letter for letter in VIETNAMESE_LETTERS if letter.islower() and letter != "đ"]


@dataclass(slots=True)
class Tally:
    """What was seen."""

    sheets: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    texts: int = 0
    refused_beyond: int = 0
    wrong: list[str] = field(default_factory=list)
    spilled: int = 0
    missing: int = 0
    letters: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet set as PDF, and the texts that must be in it."""

    kind: str
    pdf: bytes
    said: tuple[str, ...]


def syllable(chance: random.Random) -> str:
    said = chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
    return chance.choices((said, said.capitalize(), said.upper()), (8, 1, 1))[0]


def text(chance: random.Random, longest: int) -> str:
    """From one word to `longest` characters; as often as not near one of both ends."""
    goal = chance.choice((1, chance.randint(1, longest), chance.randint(1, longest), longest))
    words = [syllable(chance)]
    while len(" ".join(words)) < goal:
        words.append(syllable(chance))
    while len(" ".join(words)) > longest:
        words.pop()
    return " ".join(words)


def random_map(chance: random.Random, audience: Audience, *, beyond: bool = False) -> MessageMap:
    """Raises BadMap when `beyond`: its title is one word too long."""
    form = chance.choice(("NFC", "NFD"))

    def said(part: str) -> str:
        return unicodedata.normalize(form, text(chance, LONGEST[part]))

    title = said("title")
    if beyond:
        title += " dài" * LONGEST["title"]
    names = list(pictures())
    count = chance.randint(3, 9)
    return checked(
        {
            "title": title,
            "lead": said("sentence") if chance.random() < 0.8 else None,
            "audience": str(audience),
            "made_on": date(2026, 11, 29),
            "source": {
                "title": "Tài liệu tuyên truyền",
                "issuer": "Sở Giáo dục và Đào tạo tỉnh Mẫu",
                "paragraphs": [{"id": "d1", "text": "Một đoạn."}],
            },
            "messages": [
                {
                    "heading": said("heading"),
                    "sentences": [said("sentence")],
                    "picture": chance.choice(names),
                    "figure": _figure(chance, said) if chance.random() < 0.2 else None,
                }
                for _ in range(count)
            ],
            "panels": [_panel(chance, said) for _ in range(chance.randint(4, 8))],
        }
    )


def _figure(chance: random.Random, said: Callable[[str], str]) -> dict[str, Any]:
    whole = chance.randint(1, 500)
    return {"label": said("heading"), "value": chance.randint(0, whole), "whole": whole}


def _panel(chance: random.Random, said: Callable[[str], str]) -> dict[str, Any]:
    who = chance.choice(list(people()))
    caption = said("heading") if chance.random() < 0.7 else ""
    mood = chance.choice(moods_of(who))
    return {"who": who, "mood": mood, "caption": caption, "says": said("sentence")}


class _Catching(Shop):
    """Notes the values of each sheet of a genre instead of drawing it."""

    def once(self, kind: str, made_from: Any, make: Callable[[], bytes]) -> bytes:
        sheet = HOME / kind.rsplit(".", 1)[0]
        if not sheet.with_suffix(".typ").is_file():
            return make()  # a drawing for PPTX
        caught.append((sheet.with_suffix(".typ"), made_from[3]))
        return (1).to_bytes(4, "big") + (0).to_bytes(4, "big")  # one page, empty


caught: list[tuple[Path, dict[str, Any]]] = []


def drawn(kind: str, brief: Brief) -> Iterator[Drawn]:
    """Every sheet of a kind, set as PDF. Raises TooLong, MissingGlyph."""
    if kind == "paper":
        yield _certificate(brief)
        return
    for path, values in _clip_sheets(brief) if kind == "clip" else _sheets(kind, brief):
        name = f"{path.parent.name}/{path.stem}"
        yield Drawn(name, set_pdf(Sheet(path, values), Shop()), tuple(_said(kind, values)))


def _sheets(kind: str, brief: Brief) -> list[tuple[Path, dict[str, Any]]]:
    caught.clear()
    list(genres()[kind].make(brief, _Catching()))
    distinct = {json.dumps([str(path), values]): (path, values) for path, values in caught}
    return list(distinct.values())


def _clip_sheets(brief: Brief) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Without voice and film: the stills alone."""
    for across in (True, False):
        common = common_values(brief) | {"across": across}
        for place, one in enumerate(brief.plan.messages):
            picture = {"picture": drawing(one.picture), "alt": pictures()[one.picture].words}
            part = {"part": "message", "number": str(place + 1), "heading": one.heading.text}
            yield (
                HOME / "clip" / "sheet.typ",
                common | (part if place else {"part": "title"}) | picture,
            )


def _said(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """The texts of the map that a sheet must show."""
    part = values.get("part")
    if kind not in {"cards", "slides"} and part in {None, "cover", "title"}:
        yield values["title"]
        if kind not in {"comic", "clip"} and values["lead"]:
            yield values["lead"]
    if part == "message":
        yield values["heading"]
        yield from values.get("sentences", [])
    for item in values.get("items", []):
        yield item["heading"]
        yield from item["sentences"]
    for panel in values.get("panels", []):
        yield panel["says"]
        yield panel["caption"]
    for slide in values.get("slides", []):
        yield slide["heading"]["words"]
        yield from (one["words"] for one in slide["body"])
    yield from (one["label"] for one in values.get("figures", []))


def _certificate(brief: Brief) -> Drawn:
    title, first = brief.plan.title.text, brief.plan.messages[0].heading.text
    name, course = _cut(first, NAME_LONGEST), _cut(title, COURSE_LONGEST)
    paper = Certificate(
        name, course, brief.maker.name, brief.plan.made_on, "https://mangnon.example/chung-nhan/1"
    )
    return Drawn("certificate", certificate_pdf(paper, brief.theme), (name, course))


def _cut(said: str, longest: int) -> str:
    words = said.split()
    while len(" ".join(words)) > longest:
        words.pop()
    return " ".join(words)


def look_at(sheet: Drawn, tally: Tally) -> None:
    """Read a sheet back and count what is wrong."""
    tally.sheets[sheet.kind] += 1
    read: list[str] = []
    document = pypdfium2.PdfDocument(sheet.pdf)
    for page in document:
        tally.pages += 1
        words = page.get_textpage()
        read.append(words.get_text_bounded())
        boxes = [words.get_rect(place) for place in range(words.count_rects())]
        if wrong := _spills(boxes, *page.get_size()):
            tally.spilled += 1
            tally.wrong.append(f"{sheet.kind}: {wrong}")
    document.close()
    whole = " ".join(" ".join(read).replace("\u00a0", " ").split())
    if any(sign in whole for sign in UNKNOWN):
        tally.missing += 1
        tally.wrong.append(f"{sheet.kind}: a sign without a letter")
    for said in filter(None, sheet.said):
        tally.texts += 1
        tally.letters.update(letter for letter in said if letter in VIETNAMESE_LETTERS)
        if said not in whole:
            tally.missing += 1
            tally.wrong.append(f"{sheet.kind}: not read back: {said[:80]}")


def _spills(boxes: list[tuple[float, float, float, float]], width: float, height: float) -> str:
    """Which box stands over the edge, or which two lie on each other; empty when all is well."""
    for left, bottom, right, top in boxes:
        if min(left, bottom) < -OFF_PAGE or right > width + OFF_PAGE or top > height + OFF_PAGE:
            return f"off the page: {left:.1f} {bottom:.1f} {right:.1f} {top:.1f}"
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        least = min(one[3] - one[1], other[3] - other[1])
        if across > 1 and least > 0 and down > OVERLAP * least:
            return f"two lines on each other: {one} {other}"
    return ""


def lint(maps: int, seed: int) -> Tally:
    """`maps` random maps, two kinds of sheet each, all kinds equally often."""
    chance = random.Random(seed)
    tally = Tally()
    audiences = list(Audience)
    for place in range(maps):
        beyond = place % BEYOND_EVERY == BEYOND_EVERY - 1
        audience = audiences[place % len(audiences)]
        try:
            plan = random_map(chance, audience, beyond=beyond)
        except BadMap:
            tally.refused_beyond += beyond
            continue
        if beyond or plan.title.text != clean(plan.title.text):
            tally.wrong.append(f"map {place}: taken though beyond its limit, or not clean")
            continue
        brief = Brief(
            plan,
            theme_for(audience),
            hotlines(),
            Maker("Trường Tiểu học Mẫu"),
            "https://mangnon.example/bao-tin/",
            "https://mangnon.example/thu-vien/",
        )
        for kind in (KINDS[2 * place % len(KINDS)], KINDS[(2 * place + 1) % len(KINDS)]):
            try:
                for sheet in drawn(kind, brief):
                    look_at(sheet, tally)
            except CannotMake as refusal:
                tally.wrong.append(f"map {place}, {kind}: refused within the limits: {refusal}")
    return tally


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--maps", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=5)
    said = asked.parse_args()
    began = time.process_time()
    tally = lint(said.maps, said.seed)
    letters = len(tally.letters)
    kept = not tally.wrong and tally.refused_beyond == said.maps // BEYOND_EVERY
    kept = kept and (letters == len(VIETNAMESE_LETTERS) or said.maps < 100)
    for wrong in tally.wrong[:20]:
        sys.stderr.write(f"{wrong}\n")
    line = {
        "figure": "studio_lint",
        "maps": said.maps,
        "texts": tally.texts,
        "pages": tally.pages,
        "sheets": dict(sorted(tally.sheets.items())),
        "letters": letters,
        "overflow": tally.spilled,
        "missing_glyph": tally.missing,
        "wrong": len(tally.wrong),
        "refused_beyond_limits": tally.refused_beyond,
        "cpu_seconds": round(time.process_time() - began, 1),
        "kept": kept,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
