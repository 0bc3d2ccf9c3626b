"""The stages between a file and its fields: raw pages, clean lines, blocks with their roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mangnon.directives.letters.model import Span


class Source(NamedTuple):
    """What an adapter takes out of a file: the text of each page, lines parted by line breaks.

    whole: each line is a paragraph as its author made it (DOCX), never a wrapped part of one.
    """

    kind: str
    pages: tuple[str, ...]
    whole: bool = False
    warnings: tuple[str, ...] = ()


class Line(NamedTuple):
    """One clean line. Runs of spaces inside it still show where columns stand apart."""

    text: str
    page: int
    after_gap: bool
    indent: int


class Role(StrEnum):
    """What a block is for in the letter."""

    PARENT = "parent"
    ISSUER = "issuer"
    MOTTO = "motto"
    NUMBER = "number"
    DATE = "date"
    URGENCY = "urgency"
    SUBJECT = "subject"
    TITLE = "title"
    STRAY = "stray"
    ADDRESSEE = "addressee"
    BODY = "body"
    LABEL = "label"
    COPY = "copy"
    AUTHORITY = "authority"
    POSITION = "position"
    SIGNED = "signed"
    NAME = "name"
    ANNEX = "annex"


class Piece(NamedTuple):
    """A block before it has its place: `lead` characters at its start are a mark, not the value."""

    role: Role
    text: str
    page: int
    lead: int = 0


class Block(NamedTuple):
    """A paragraph of the repaired text and its place there."""

    role: Role
    text: str
    page: int
    start: int
    lead: int

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of some characters of this block in the whole text."""
        stop = len(self.text) if end is None else end
        return Span(self.start + start, self.start + stop, self.page)

    @property
    def value(self) -> str:
        return self.text[self.lead :]


@dataclass(slots=True)
class Page:
    """The repaired text with its blocks in reading order."""

    blocks: list[Block] = field(default_factory=list)
    text: str = ""

    def of(self, *roles: Role) -> list[Block]:
        return [block for block in self.blocks if block.role in roles]


def set_out(pieces: list[Piece]) -> Page:
    """Give each piece its place in one text, a line break between them."""
    blocks, at = [], 0
    for role, text, page, lead in pieces:
        blocks.append(Block(role, text, page, at, lead))
        at += len(text) + 1
    return Page(blocks, "\n".join(piece.text for piece in pieces))
