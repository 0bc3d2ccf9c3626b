"""One brief, many genres: files one by one, and for each genre that does not suit, why."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangnon.studio.genre import Brief, File, Genre
from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import check_map, credit_line


@dataclass(frozen=True, slots=True)
class Refused:
    """A genre that could not be made of this map; `why` is fit for the screen."""

    genre: Genre
    why: str


@dataclass(frozen=True, slots=True)
class Product:
    """One genre made whole."""

    genre: Genre
    files: tuple[File, ...]


def make(brief: Brief, genres: Iterable[Genre], shop: Shop) -> Iterator[Product | Refused]:
    """Each genre in turn, whole or refused: one that fails never keeps the others back.

    Raises MissingGlyph at once when a text of the map cannot be drawn at all.
    """
    check_map(brief)
    for genre in genres:
        shop.tell(genre.words)
        try:
            yield Product(genre, tuple(genre.make(brief, shop)))
        except CannotMake as refusal:
            yield Refused(genre, str(refusal))


def write(product: Product, folder: Path) -> list[Path]:
    """The files of a product under `folder/<genre>`, each whole or not at all."""
    home = folder / product.genre.name
    home.mkdir(parents=True, exist_ok=True)
    return [_put(home / file.name, file.content) for file in product.files]


def write_manifest(brief: Brief, made: Iterable[Product | Refused], folder: Path) -> Path:
    """`manifest.json`: for every file its sentences with the source paragraphs they rest on."""
    said = {
        "title": brief.plan.title.text,
        "source": brief.plan.source.line,
        "made_on": brief.plan.made_on.isoformat(),
        "made_with_ai": brief.plan.by_machine,
        "credits": credit_line(),
        "products": [_told(one) for one in made],
    }
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    return _put(folder / "manifest.json", text.encode())


def _told(made: Product | Refused) -> dict[str, Any]:
    if isinstance(made, Refused):
        return {"genre": made.genre.name, "refused": made.why}
    return {"genre": made.genre.name, "files": [_file_told(file) for file in made.files]}


def _file_told(file: File) -> dict[str, Any]:
    return {
        "name": file.name,
        "words": file.words,
        "alt": file.alt,
        "bytes": len(file.content),
        "says": [{"text": one.text, "grounds": list(one.grounds)} for one in file.says],
    }


def _put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    return Path(name).replace(path)
