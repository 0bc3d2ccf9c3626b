"""The acts of the record in Vietnamese. The table is data: names of acts are the domains' own."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.apps import apps


@cache
def acts() -> dict[str, str]:
    """The words for each act, by its English name."""
    with (Path(__file__).parent / "data" / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["what"]: row["words"] for row in csv.DictReader(file)}


def act_words(what: str) -> str:
    """The words for an act; its name when nobody has put it into words."""
    return acts().get(what, what)


def type_words(on_type: str) -> str:
    """What kind of thing was acted upon, as its model is called on screen."""
    try:
        return str(apps.get_model(on_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return "hệ thống" if on_type == "system" else on_type
