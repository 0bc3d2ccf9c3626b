"""What a reading gives: the letter's fields, their places in the text, confidence and warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

LetterType = Literal["công văn", "kế hoạch", "quyết định", "báo", "khác"]


class Span(NamedTuple):
    """A place in `Reading.text`: characters `start` up to `end`; `page` of the source, from 1."""

    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class LetterDate:
    """The date of a letter; a part that is left blank in print is None."""

    day: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A document that the letter rests on: its notation, ISO date and issuer, as far as printed."""

    notation: str
    date: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: its mark as printed (`1`, `a`, `-`, `II`, `Một là`) and its words."""

    number: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: by what authority, in what position, under what name."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """The fields of one official letter; None or empty for what it does not say.

    `deadline` is an ISO date when a whole date is printed, else the phrase as printed.
    """

    type: LetterType = "khác"
    issuer: str | None = None
    parent: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: LetterDate = LetterDate()
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    clauses: tuple[Clause, ...] = ()
    deadline: str | None = None
    recurring: str | None = None
    signer: Signer = Signer()
    copies: tuple[str, ...] = ()
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter as it was understood.

    text: the repaired text as shown on screen, paragraphs parted by one line break.
    spans: for each value its places in `text`; keys are field names, with the place in a list
        (`clauses.0`, `addressees.1`, `grounds.0`) or the part (`signer.name`) after a point.
    confidence: for the same keys, from 0 (a guess) to 1 (printed plainly where it belongs).
    warnings: Vietnamese sentences, one for each thing missing, inferred or doubtful.
    """

    letter: Letter
    text: str
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The letter as plain values for JSON, in the published order of fields."""
        letter = self.letter
        return {
            "type": letter.type,
            "issuer": letter.issuer,
            "parent": letter.parent,
            "number": letter.number,
            "symbol": letter.symbol,
            "place": letter.place,
            "date": {
                "day": letter.date.day,
                "month": letter.date.month,
                "year": letter.date.year,
            },
            "subject": letter.subject,
            "addressees": list(letter.addressees),
            "grounds": [
                {"notation": ground.notation, "date": ground.date, "issuer": ground.issuer}
                for ground in letter.grounds
            ],
            "clauses": [{"number": each.number, "text": each.text} for each in letter.clauses],
            "deadline": letter.deadline,
            "recurring": letter.recurring,
            "signer": {
                "authority": letter.signer.authority,
                "position": letter.signer.position,
                "name": letter.signer.name,
            },
            "copies": list(letter.copies),
            "urgency": letter.urgency,
            "warnings": list(self.warnings),
        }
