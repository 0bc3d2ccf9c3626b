"""What earlier papers of a case have said already, so that nobody asks or writes it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mangnon.cases.papers.answers import fits
from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import HIDDEN, Answers, Field, FormSchema


@dataclass(frozen=True, slots=True)
class Earlier:
    """A paper filled before."""

    form: str
    answers: Answers
    made_on: date | None = None

    @property
    def words(self) -> str:
        day = f" ngày {self.made_on:%d/%m/%Y}" if self.made_on else ""
        return f"Mẫu số {self.form}{day}"


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers to begin with, and by key the paper that said it."""

    answers: Answers
    origins: dict[str, str]


def carried(form: str, earlier: Sequence[Earlier], *, version: int | None = None) -> Carried:
    """What a new paper starts with. `earlier` oldest first: the newest word on a field wins. A
    judgment is never carried: who judges, judges anew."""
    asked = schema(form, version)
    answers: Answers = {}
    origins: dict[str, str] = {}
    for field in asked.fields:
        if field.carry and (found := _newest(asked, field, earlier)):
            answers[field.key], origins[field.key] = found
    return Carried(answers, origins)


def _newest(asked: FormSchema, field: Field, earlier: Sequence[Earlier]) -> tuple[Any, str] | None:
    for paper in reversed(earlier):
        said = paper.answers.get(field.key)
        if said is None or said == HIDDEN:
            continue
        if isinstance(said, dict):
            known = {part.key for part in field.parts}
            said = {key: part for key, part in said.items() if key in known}
        value = fits(asked, field.key, said)
        if value is not None:
            return value, paper.words
    return None
