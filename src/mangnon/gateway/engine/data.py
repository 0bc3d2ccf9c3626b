"""The tables of the package that the rules themselves need: what is unlawful, which names a service
has, where children find help."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Service:
    """A service by name (data/services.csv): its words for the screen, its kind, its names."""

    key: str
    words: str
    kind: str
    names: tuple[str, ...]


def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a table of the package's data."""
    data = resources.files("mangnon.gateway").joinpath("data", file)
    return list(csv.DictReader(data.read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def unlawful() -> tuple[str, ...]:
    """Categories that are shut for everybody, whatever a plan says."""
    return tuple(row["category"] for row in rows_of("categories.csv") if row["locked"])


@lru_cache(maxsize=1)
def services() -> Mapping[str, Service]:
    found: dict[str, Service] = {}
    for row in rows_of("services.csv"):
        before = found.get(row["service"])
        known = (*before.names, row["name"]) if before else (row["name"],)
        found[row["service"]] = Service(row["service"], row["words"], row["kind"], known)
    return found


@lru_cache(maxsize=1)
def help_sites() -> tuple[str, ...]:
    """Sites where children find help: no list and no school blocks them."""
    return tuple(row["name"] for row in rows_of("help_sites.csv"))
