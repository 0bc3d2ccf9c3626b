"""What a reading gives: the source, and for each of its paragraphs what it is there for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mangnon.studio.model import Paragraph, Source


class Role(StrEnum):
    """What a paragraph is for. Only HEADING, BODY and ITEM are content."""

    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    GROUND = "ground"
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph and its role; `text` without the mark of a list."""

    paragraph: Paragraph
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """`warnings`: what was doubtful, in words for the screen."""

    source: Source
    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()
