"""What products are made from: a source, and the map of its messages.

Raw text becomes these values only through `checked`, so that whatever holds one may draw it:
Vietnamese in NFC, one space between words, nothing empty, every ground a paragraph of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Audience(StrEnum):
    """For whom a product speaks; each has its own look."""

    SMALL = "mam-non"
    PRIMARY = "tieu-hoc"
    LOWER = "thcs"
    UPPER = "thpt"
    PARENTS = "phu-huynh"
    OFFICIALS = "can-bo"

    @property
    def words(self) -> str:
        return _AUDIENCES[self]

    @property
    def is_child(self) -> bool:
        return self not in {Audience.PARENTS, Audience.OFFICIALS}


_AUDIENCES = {
    Audience.SMALL: "Trẻ mầm non và lớp 1–2",
    Audience.PRIMARY: "Học sinh tiểu học",
    Audience.LOWER: "Học sinh trung học cơ sở",
    Audience.UPPER: "Học sinh trung học phổ thông",
    Audience.PARENTS: "Cha mẹ, người chăm sóc",
    Audience.OFFICIALS: "Cán bộ, giáo viên",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a source; `id` stays the same through its versions."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words come from: `number` and `issued_on` as printed, None when not said."""

    title: str
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None
    address: str = ""
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def line(self) -> str:
        """One line naming the source, as products print it."""
        parts = [
            self.number and f"số {self.number}",
            self.issued_on and f"{self.issued_on:%d/%m/%Y}",
        ]
        named = f"{self.title} ({', '.join(p for p in parts if p)})" if any(parts) else self.title
        return f"{named}, {self.issuer}" if self.issuer else named


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the ids of the source paragraphs on which it rests."""

    text: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be drawn to scale: `value` of `whole` in `unit`; `label` says of what."""

    label: str
    value: float
    whole: float
    unit: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of a comic: a caption, who says what in which mood (people.csv)."""

    who: str
    mood: str
    says: Sentence
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question: `right` is the place of the right answer; `because` teaches after any."""

    ask: str
    answers: tuple[str, ...]
    right: int
    because: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to remember. `picture`: a name of pictures.csv."""

    id: str
    heading: Sentence
    sentences: tuple[Sentence, ...]
    picture: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class MessageMap:
    """A short ordered map: what a campaign says, to whom, resting on what.

    `by_machine`: a text of it was proposed by a language model; every product then says so.
    `made_on`: the date that products carry, so that the same map gives the same bytes.
    """

    title: Sentence
    audience: Audience
    source: Source
    messages: tuple[Message, ...]
    made_on: date
    lead: Sentence | None = None
    panels: tuple[Panel, ...] = ()
    questions: tuple[Question, ...] = ()
    by_machine: bool = False

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence in reading order."""
        yield self.title
        if self.lead:
            yield self.lead
        for message in self.messages:
            yield message.heading
            yield from message.sentences
        yield from (panel.says for panel in self.panels)

    def grounds(self) -> frozenset[str]:
        """All paragraphs on which the map rests."""
        found = {ground for sentence in self.sentences() for ground in sentence.grounds}
        for message in self.messages:
            found.update(message.figure.grounds if message.figure else ())
        for question in self.questions:
            found.update(question.grounds)
        return frozenset(found)
