"""What a form of Decree 56/2017 consists of. Values only: the forms themselves are data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Answers = dict[str, Any]
"""What was written in a form, by key of its field, as JSON knows it: words, yes or no, a mapping
for a person, a list of mappings for rows. What was not answered is not there."""

HIDDEN = "đã ẩn"
UNVERIFIED = "Chưa đối chiếu với Phụ lục NĐ 56/2017."


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    PERSON = "person"
    YES_NO = "yes_no"
    SCORED = "scored"
    ROWS = "rows"


class FieldClass(StrEnum):
    """Who may read a field is decided by its class. The same words as `choices.FieldClass`, which
    knows a framework and so cannot be named here; a test holds them equal."""

    IDENTITY = "identity"
    HEALTH = "health"
    SEXUAL = "sexual"
    EVIDENCE = "evidence"
    REPORTER = "reporter"
    WORK = "work"


class Certainty(StrEnum):
    """S: read in the form itself or the law; S2: told by another page; M: by analogy only."""

    READ = "S"
    TOLD = "S2"
    GUESSED = "M"


class Scale(StrEnum):
    """On which side of the scale a scored field lies."""

    HARM = "harm"
    ABILITY = "ability"


LEVELS = {"high": "Cao", "medium": "Trung bình", "low": "Thấp"}


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    words: str
    certainty: Certainty = Certainty.READ


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a person, or a column of rows; `share` is the column's width on paper."""

    key: str
    words: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `choices` for a choice and for the wording of a scored one, `parts` for a person's
    data and for columns. `room` is how many lines a pen gets, `most` how many rows; `past` may not
    lie ahead, `after` names the day before which this one may not lie."""

    key: str
    words: str
    kind: Kind
    field_class: FieldClass
    certainty: Certainty
    source: str
    required: bool = False
    hint: str = ""
    carry: bool = True
    past: bool = False
    after: str = ""
    room: int = 1
    most: int = 12
    scale: Scale | None = None
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def unverified(self) -> bool:
        return self.certainty is not Certainty.READ


@dataclass(frozen=True, slots=True)
class Section:
    mark: str
    words: str
    level: int
    fields: tuple[Field, ...]

    @property
    def unverified(self) -> bool:
        """Whether nothing in it was compared with the law."""
        return bool(self.fields) and all(field.unverified for field in self.fields)


@dataclass(frozen=True, slots=True)
class FormSchema:
    """One version of one form. `decision` are the articles of a decision, in which `{key}` stands
    for an answer; a form without them prints its sections."""

    form: str
    version: int
    title: str
    kind: str
    subject: str
    signer: str
    numbered: bool
    certainty: Certainty
    source: str
    notes: tuple[str, ...]
    grounds: tuple[str, ...]
    decision: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def fields(self) -> Iterator[Field]:
        return (field for section in self.sections for field in section.fields)

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    @property
    def corner(self) -> str:
        return f"Mẫu số {self.form}"
