"""All genres, one folder each: `GENRE` in its `__init__`. Add a folder and its name here."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mangnon.studio.genre import Genre

NAMES = (
    "article",
    "slides",
    "infographic",
    "leaflet",
    "poster",
    "cards",
    "carousel",
    "comic",
    "clip",
    "audio",
    "social",
    "quiz",
)
# Whoever waits looks at the light ones first.
LIGHT_FIRST = ("social", "article", "quiz", "poster", "carousel", "cards", "infographic")


@cache
def genres() -> dict[str, Genre]:
    """By name, in the order in which they are shown."""
    found = (import_module(f"{__name__}.{name}").GENRE for name in NAMES)
    return {genre.name: genre for genre in found}
