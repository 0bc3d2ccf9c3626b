"""What a reader may see of a paper, by the classes of its fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import HIDDEN, Answers


def masked(
    form: str,
    answers: Mapping[str, Any],
    classes: Collection[str],
    *,
    version: int | None = None,
) -> Answers:
    """The answers with "đã ẩn" for every field of another class, answered or not: whether there is
    a name is told to nobody either. What the form does not know is left out."""
    readable = set(map(str, classes))
    shown: Answers = {}
    for field in schema(form, version).fields:
        if field.field_class.value not in readable:
            shown[field.key] = HIDDEN
        elif field.key in answers:
            shown[field.key] = answers[field.key]
    return shown


def keeping_hidden(
    form: str,
    given: Mapping[str, Any],
    before: Mapping[str, Any],
    classes: Collection[str],
    *,
    version: int | None = None,
) -> Answers:
    """The answers to save when somebody wrote who does not see all: what is hidden from them stays
    as it was, whatever they sent for it."""
    readable = set(map(str, classes))
    fields = {field.key: field.field_class.value for field in schema(form, version).fields}
    kept = {key: value for key, value in before.items() if fields.get(key, "") not in readable}
    written = {key: value for key, value in given.items() if fields.get(key, "") in readable}
    return {**{key: value for key, value in kept.items() if key in fields}, **written}
