"""How an answer reads, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import HIDDEN, LEVELS, Field, FormSchema, Kind, Section

STAR = " (*)"


@dataclass(frozen=True, slots=True)
class Said:
    """One field as a page shows it; `lines` for a table of rows."""

    field: Field
    words: str
    lines: tuple[tuple[str, ...], ...] = ()

    @property
    def hidden(self) -> bool:
        return self.words == HIDDEN


def told(
    form: str, answers: Mapping[str, Any], *, version: int | None = None
) -> list[tuple[Section, list[Said]]]:
    """A filled form for a page: its sections, each with its fields in words; blanks are ""."""
    return [
        (section, [_said(field, answers.get(field.key)) for field in section.fields])
        for section in schema(form, version).sections
    ]


def _said(field: Field, value: Any) -> Said:
    if field.kind is Kind.ROWS and isinstance(value, list):
        return Said(field, "", table_rows(field, value))
    return Said(field, in_words(field, value))


def in_words(field: Field, value: Any) -> str:
    """An answer of any kind but rows, as a reader says it; "" for none."""
    if value is None or value == HIDDEN:
        return value or ""
    match field.kind:
        case Kind.YES_NO:
            return "Có" if value else "Không"
        case Kind.DATE:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        case Kind.MOMENT:
            return f"{datetime.fromisoformat(value):%H giờ %M phút, ngày %d/%m/%Y}"
        case Kind.CHOICE:
            return next(choice.words for choice in field.choices if choice.key == value)
        case Kind.SCORED:
            return LEVELS[value]
        case Kind.PERSON:
            return person(field, value)
        case Kind.ROWS:
            return "; ".join(", ".join(row.values()) for row in value)
    return str(value)


def person(field: Field, value: Mapping[str, str]) -> str:
    """ "Trần Văn Ví Dụ; tuổi: 41; nghề nghiệp: thợ mộc"."""
    first, *rest = field.parts
    said = [value[first.key]] if first.key in value else []
    said += [f"{part.words.lower()}: {value[part.key]}" for part in rest if part.key in value]
    return "; ".join(said)


def table_rows(field: Field, rows: list[dict[str, str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.get(part.key, "") for part in field.parts) for row in rows)


def section_words(section: Section) -> str:
    return section.words + (STAR if section.unverified else "")


def field_words(section: Section, field: Field) -> str:
    """The label, with a star when it was not compared and its whole section does not say so."""
    return field.words + (STAR if field.unverified and not section.unverified else "")


def has_star(form: FormSchema) -> bool:
    """Whether anything in the form was not compared with the law."""
    return any(
        field.unverified or any(choice.certainty != "S" for choice in field.choices)
        for field in form.fields
    )
