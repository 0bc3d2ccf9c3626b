"""The forms as they lie in `data/forms`: one TOML file for each version of each form.

A change of a form is a new file with the next number: papers filled before keep the version they
were filled in.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from mangnon.cases.papers.schema import (
    LEVELS,
    Certainty,
    Choice,
    Field,
    FieldClass,
    FormSchema,
    Kind,
    Part,
    Scale,
    Section,
)

NAME = re.compile(r"(\d\d)-v(\d+)\.toml")
NEEDS = {Kind.CHOICE: "choices", Kind.SCORED: "choices", Kind.PERSON: "parts", Kind.ROWS: "parts"}


class NoSuchForm(Exception):
    """There is no such form, or not in this version; the words say which."""


class BadSchema(Exception):
    """A form's file cannot be used; the words say where and why."""


def _folder() -> Traversable:
    return resources.files("mangnon.cases").joinpath("data", "forms")


@cache
def versions() -> Mapping[str, tuple[int, ...]]:
    """The versions of each form, oldest first."""
    found: dict[str, list[int]] = {}
    for file in _folder().iterdir():
        if named := NAME.fullmatch(file.name):
            found.setdefault(named[1], []).append(int(named[2]))
    return {form: tuple(sorted(numbers)) for form, numbers in sorted(found.items())}


@cache
def schema(form: str, version: int | None = None) -> FormSchema:
    """A form in a version, the newest when none is named. Raises NoSuchForm, BadSchema."""
    known = versions().get(form, ())
    if not known or (version is not None and version not in known):
        which = f"Mẫu {form}" if version is None else f"Mẫu {form} bản {version}"
        raise NoSuchForm(f"Không có {which}.")
    number = known[-1] if version is None else version
    text = _folder().joinpath(f"{form}-v{number}.toml").read_text(encoding="utf-8")
    return read(form, number, text)


def read(form: str, version: int, text: str) -> FormSchema:
    """A schema from the text of its file. Raises BadSchema."""
    try:
        told = tomllib.loads(unicodedata.normalize("NFC", text))
        sections = tuple(_section(section) for section in told["section"])
        made = FormSchema(
            form=form,
            version=version,
            title=told["title"],
            kind=told.get("kind", ""),
            subject=told.get("subject", ""),
            signer=told["signer"],
            numbered=told.get("numbered", False),
            certainty=Certainty(told["certainty"]),
            source=told["source"],
            notes=tuple(told.get("notes", ())),
            grounds=tuple(told.get("grounds", ())),
            decision=tuple(told.get("decision", ())),
            sections=sections,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise BadSchema(f"Mẫu {form} bản {version}: {wrong!r}") from None
    return _sound(made)


def _section(told: dict[str, Any]) -> Section:
    fields = tuple(_field(field) for field in told["field"])
    return Section(told.get("mark", ""), told["words"], told.get("level", 1), fields)


def _field(told: dict[str, Any]) -> Field:
    plain = {key: told[key] for key in PLAIN if key in told}
    kind = Kind(told["kind"])
    return Field(
        kind=kind,
        field_class=FieldClass(told["class"]),
        certainty=Certainty(told["certainty"]),
        scale=Scale(told["scale"]) if "scale" in told else None,
        choices=_levels(told) if kind is Kind.SCORED else _choices(told),
        parts=tuple(
            Part(part["key"], part["words"], part.get("share", 1.0))
            for part in told.get("parts", ())
        ),
        carry=told.get("carry", kind is not Kind.SCORED),
        **plain,
    )


PLAIN = ("key", "words", "source", "required", "hint", "past", "after", "room", "most")


def _choices(told: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(choice["key"], choice["words"], Certainty(choice.get("certainty", "S")))
        for choice in told.get("choices", ())
    )


def _levels(told: dict[str, Any]) -> tuple[Choice, ...]:
    """Cao, Trung bình, Thấp, each with what the form says it means."""
    return tuple(Choice(level, told[level], Certainty(told["certainty"])) for level in LEVELS)


def _sound(made: FormSchema) -> FormSchema:
    """Refuses what would fail later: a key used twice, a choice without choices, an article that
    names a field that the form has not."""
    keys = [str(field.key) for field in made.fields]
    twice = {key for key in keys if keys.count(key) > 1}
    bare = [field.key for field in made.fields if not _has_what_it_needs(field)]
    odd = [key for key in keys if not re.fullmatch(r"[a-z][a-z_]*", key)]
    named = {name for line in made.decision for name in re.findall(r"{(\w+)}", line)}
    named |= {field.after for field in made.fields if field.after}
    for what, wrong in (
        ("trùng ô", twice),
        ("tên ô chỉ gồm chữ thường và gạch dưới", odd),
        ("thiếu lựa chọn hoặc phần", bare),
        ("không có ô", named - set(keys)),
    ):
        if wrong:
            raise BadSchema(f"Mẫu {made.form}: {what}: {', '.join(sorted(wrong))}")
    return made


def _has_what_it_needs(field: Field) -> bool:
    needed = NEEDS.get(field.kind)
    return (needed is None or bool(getattr(field, needed))) and (
        (field.kind is Kind.SCORED) == (field.scale is not None)
    )
