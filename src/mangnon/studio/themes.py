"""The look of each audience, and whether it can be read: contrast as WCAG 2.2 counts it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from mangnon.studio.model import Audience

THEMES = Path(__file__).parent / "data" / "themes.toml"
LEAST_CONTRAST = 4.5
# Which colour is written on which.
PAIRS = (
    ("ink", "paper"),
    ("ink", "tint"),
    ("light", "deep"),
    ("strong", "paper"),
    ("strong", "tint"),
    ("ink", "accent"),
    ("accent", "deep"),
    ("light", "strong"),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, families of type, `scale` of its sizes, corners in millimetres, and the
    people of its comics: two who talk, one who is asked."""

    name: str
    paper: str
    tint: str
    ink: str
    deep: str
    light: str
    strong: str
    accent: str
    second: str
    heading: str
    body: str
    scale: float
    words_per_line: int
    radius: int
    people: tuple[str, ...]

    def as_values(self) -> dict[str, Any]:
        """For the sheets."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@cache
def themes() -> dict[str, Theme]:
    said = tomllib.loads(THEMES.read_text(encoding="utf-8"))
    return {
        name: Theme(name=name, **{**values, "people": tuple(values["people"])})
        for name, values in said.items()
    }


def theme_for(audience: Audience) -> Theme:
    return themes()[audience]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two colours #rrggbb, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
