"""The acts of the record in Vietnamese. The tables are data: the names are the domains' own."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

_DATA = Path(__file__).parent / "data"
_LONGEST = 60


@cache
def acts() -> dict[str, str]:
    """The words for each act, by its English name."""
    return _table("words.csv")


@cache
def facts() -> dict[str, str]:
    """The words for each fact, by its English name."""
    return _table("facts.csv")


def _table(name: str) -> dict[str, str]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {row[0]: row[1] for row in rows}


def act_words(what: str) -> str:
    """The words for an act; its name when nobody has put it into words."""
    return acts().get(what, what)


def fact_words(name: str, value: Any) -> tuple[str, str]:
    """A fact as a line of the screen: its words, and its value in at most sixty letters."""
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if name == "sha256":
        said = said[:12] + "…"
    return facts().get(name, name), said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


def type_words(on_type: str) -> str:
    """What kind of thing was acted upon, as its model is called on screen."""
    try:
        return str(apps.get_model(on_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return "hệ thống" if on_type == "system" else on_type
