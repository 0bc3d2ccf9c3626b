"""Checking values against the fields they are meant for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model

from mangnon.directives.actions.drafts import shown
from mangnon.directives.refusals import Difference, Invalid
from mangnon.kit.vietnamese.keys import nfc


def checked(row: Model, values: Mapping[str, object], allowed: frozenset[str]) -> dict[str, Any]:
    """The values as the row's fields take them. Raises Invalid with the field that refuses.

    Text is trimmed and composed; a name outside `allowed` is a mistake of the caller.
    """
    unknown = set(values) - allowed
    if unknown:
        raise FieldDoesNotExist(", ".join(sorted(unknown)))
    return {name: _clean(row, name, value) for name, value in values.items()}


def _clean(row: Model, name: str, value: object) -> Any:
    field = _field(row, name)
    if isinstance(value, str):
        value = nfc(value).strip()
    if value in (None, "") and field.null:
        return None
    try:
        return field.clean(value, row)
    except ValidationError as wrong:
        raise Invalid(f"{label(row, name)}: {' '.join(wrong.messages)}", name) from None


def _field(row: Model, name: str) -> Field[Any, Any]:
    field = row._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - only plain fields are ever allowed
    return field


def label(row: Model, name: str) -> str:
    """The field's name on the screen."""
    words = str(_field(row, name).verbose_name)
    return words[:1].upper() + words[1:]


def differences(row: Model, values: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Where the values wanted differ from those in the row."""
    return tuple(
        Difference(name, label(row, name), shown(value), shown(getattr(row, name)))
        for name, value in values.items()
        if getattr(row, name) != value
    )


def put(row: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
