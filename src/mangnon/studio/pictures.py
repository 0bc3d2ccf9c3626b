"""The drawings that products show: emoji named in pictures.csv, people of the comics in people.csv.

Made by `make setup` from packages into build/pictures (MANGNON_PICTURES says another folder), with
credits.json: who drew what under which licence.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mangnon.studio.refusals import ToolMissing

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its name, what a screen reader says of it, words of a text that it fits."""

    name: str
    words: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the comics, always drawn alike."""

    name: str
    words: str
    is_child: bool
    moods: tuple[str, ...]


@cache
def pictures() -> Mapping[str, Picture]:
    with (DATA / "pictures.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Picture(row["name"], row["words"], tuple(row["keywords"].split("|")))
            for row in csv.DictReader(file)
        }


@cache
def people() -> Mapping[str, Person]:
    with (DATA / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    moods = tuple(name.removeprefix("face_") for name in rows[0] if name.startswith("face_"))
    return {
        row["name"]: Person(row["name"], row["words"], row["child"] == "yes", moods) for row in rows
    }


def has_picture(name: str) -> bool:
    return name in pictures()


def moods_of(person: str) -> tuple[str, ...]:
    return people()[person].moods


def folder() -> Path:
    """Where setup puts the drawings."""
    if chosen := os.environ.get("MANGNON_PICTURES"):
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[3]
    home = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return home / "build" / "pictures"


@cache
def drawing(name: str) -> str:
    """The SVG of a picture. Raises ToolMissing when setup has not drawn it."""
    return _read(f"{name}.svg")


@cache
def portrait(person: str, mood: str) -> str:
    """The SVG of a person in a mood. Raises ToolMissing."""
    return _read(f"people/{person}-{mood}.svg")


def _read(name: str) -> str:
    path = folder() / name
    if not path.is_file():
        raise ToolMissing(f"Chưa có hình {name} trong {folder()}. Hãy chạy: make setup")
    return path.read_text(encoding="utf-8")


@cache
def credits() -> tuple[Mapping[str, str], ...]:
    """Who drew the pictures: what, name, by, licence, version."""
    return tuple(json.loads(_read("credits.json")))
