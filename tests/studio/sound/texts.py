"""Posts, questions, scripts and the list of the set: limits kept, all there, nothing unfounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from docx import Document
from pptx import Presentation

from mangnon.kit.hotlines import hotlines
from mangnon.studio.genres import genres
from mangnon.studio.genres.social.make import limits
from mangnon.studio.proposing.drafting import FAREWELL, FEWEST_QUESTIONS, MOST_QUESTIONS
from tests.studio.sound.told import Check, likeness, wrong


def checks(home: Path) -> Iterator[Check]:
    told = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    yield wrong("every genre, every file", "manifest.json", _lacking(home, told))
    yield wrong("every sentence rests on the source", "manifest.json", _unfounded(told))
    for product in told["products"]:
        yield wrong("111, source, day, credit", product["genre"], _unsaid(home, product, told))
    if (home / "social").is_dir():
        yield wrong("within the limits", "social", _posts(home / "social"))
    if (home / "quiz").is_dir():
        yield wrong("questions", "quiz", _questions(home / "quiz"))


def _lacking(home: Path, told: dict[str, Any]) -> Iterator[str]:
    made = {one["genre"]: one for one in told["products"]}
    for genre in genres().values():
        product = made.get(genre.name)
        if product is None or "refused" in product:
            yield f"{genre.name}: {product['refused'] if product else 'not made'}"
            continue
        kinds = {Path(file["name"]).suffix for file in product["files"]}
        yield from (f"{genre.name}: no {kind}" for kind in set(genre.files) - kinds)
        for file in product["files"]:
            path = home / genre.name / file["name"]
            if not path.is_file() or path.stat().st_size != file["bytes"]:
                yield f"{genre.name}: {file['name']} is not as listed"


def _unfounded(told: dict[str, Any]) -> Iterator[str]:
    """Only the name of the source and our own farewell may rest on no paragraph of it."""
    for product in told["products"]:
        for file in product.get("files", []):
            bare = [one["text"] for one in file["says"] if not one["grounds"]]
            bare = [text for text in bare if text != FAREWELL and text not in told["source"]]
            yield from (f"{file['name']}: {text}" for text in bare)


def _unsaid(home: Path, product: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    """What a product lacks in all of its files together; pictures and films are read elsewhere."""
    text = " ".join(_text_of(path) for path in sorted((home / product["genre"]).glob("*")))
    if not text.strip():
        return
    year, month, day = told["made_on"].split("-")
    number = hotlines()[0].number
    spoken = {"111", "một một một"} if number == "111" else {number}
    if not any(said in text for said in spoken):
        yield f"{number} is not said"
    if likeness(told["source"], text) < 0.98:
        yield "the source is not named"
    if f"{day}/{month}/{year}" not in text and product["genre"] not in _UNDATED:
        yield "the day is not said"


_UNDATED = frozenset({"clip"})  # its last frame says it


def _text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    if path.suffix == ".docx":
        return " ".join(line.text for line in Document(str(path)).paragraphs)
    if path.suffix == ".pptx":
        shapes = [one for slide in Presentation(str(path)).slides for one in slide.shapes]
        return " ".join(one.text_frame.text for one in shapes if one.has_text_frame)
    return path.read_text(encoding="utf-8") if path.suffix in {".txt", ".html", ".json"} else ""


def _posts(home: Path) -> Iterator[str]:
    said = json.loads((home / "bai-dang.json").read_text(encoding="utf-8"))
    for limit in limits():
        post = said[limit.channel]
        if len(post["title"]) > limit.title or len(post["text"]) > limit.body:
            yield f"{limit.channel}: too long"
        if len(post["description"]) > limit.text or not post["description"].endswith(
            (".", "!", "?")
        ):
            yield f"{limit.channel}: the description is cut or too long"
        if not 0 < len(post["hashtags"]) <= limit.hashtags or not all(post["alts"]):
            yield f"{limit.channel}: hashtags or alt texts"
        file = home / f"bai-dang-{limit.channel}.txt"
        if file.read_text(encoding="utf-8") != post["text"]:
            yield f"{limit.channel}: its file says something else"


def _questions(home: Path) -> Iterator[str]:
    asked = json.loads((home / "cau-hoi.json").read_text(encoding="utf-8"))["questions"]
    if not FEWEST_QUESTIONS <= len(asked) <= MOST_QUESTIONS:
        yield f"{len(asked)} questions"
    paper = _text_of(home / "cau-hoi.docx")
    for one in asked:
        answers = one["answers"]
        if not 2 <= len(set(answers)) == len(answers) or not 0 <= one["right"] < len(answers):
            yield f"answers of: {one['ask']}"
        if not one["because"] or not one["grounds"]:
            yield f"no reason for: {one['ask']}"
        if any(part not in paper for part in (one["ask"], one["because"], *answers)):
            yield f"not on paper: {one['ask']}"
