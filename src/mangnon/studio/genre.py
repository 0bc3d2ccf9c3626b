"""What a genre is: a name, words, and a function from a brief to files. Ten are made alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mangnon.kit.hotlines import Hotline
from mangnon.studio.model import MessageMap, Sentence
from mangnon.studio.shop import Shop
from mangnon.studio.themes import Theme

# What each kind of file is called on the web.
KINDS = {
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt",
}


@dataclass(frozen=True, slots=True)
class Maker:
    """The unit that makes or adapts a product: its name, its logo as SVG, its own contact line."""

    name: str = ""
    logo: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a product says and shows. Equal briefs give equal bytes.

    `lines`: emergency numbers, the child's first. `report_address`: where anyone tells of abuse;
    `source_address`: where the source and all products stand; both become QR codes. `valid_until`:
    the last day on which the source holds, None for ever. `priority` (of `priorities`) and
    `air_until`, the last day chosen by a person, are for loudspeakers.
    """

    plan: MessageMap
    theme: Theme
    lines: tuple[Hotline, ...]
    maker: Maker = Maker()
    report_address: str = ""
    source_address: str = ""
    valid_until: date | None = None
    priority: str = ""
    air_until: date | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file of a product. `words`: what it is, for a list; `alt`: what a picture shows;
    `says`: the sentences of the map in it, with their grounds."""

    name: str
    content: bytes
    words: str
    alt: str = ""
    says: tuple[Sentence, ...] = ()

    @property
    def kind(self) -> str:
        """The media type."""
        return KINDS[Path(self.name).suffix]


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of product. `files`: suffixes that it gives; `is_heavy`: takes many seconds.

    `make` gives files one by one, so that progress can be seen; raises CannotMake when the map
    does not suit it (a text too long, a sign that no font has).
    """

    name: str
    words: str
    files: tuple[str, ...]
    make: Callable[[Brief, Shop], Iterable[File]]
    is_heavy: bool = False
