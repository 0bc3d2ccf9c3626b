"""The public lists that are known by name, and what their licences allow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mangnon.gateway.engine.data import rows_of


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with a list. `share`: yes, conditions or no.

    Lists are fetched by each installation from their publisher, never handed on by us.
    """

    key: str
    words: str
    share: str
    means: str


@dataclass(frozen=True, slots=True)
class PublicList:
    """One row of `data/lists.csv`."""

    key: str
    title: str
    publisher: str
    address: str
    form: str
    category: str
    use: str
    licence: str
    every_hours: int
    note: str


@lru_cache(maxsize=1)
def public_lists() -> tuple[PublicList, ...]:
    return tuple(
        PublicList(**{**row, "every_hours": int(row["every_hours"])})  # type: ignore[arg-type]
        for row in rows_of("lists.csv")
    )


@lru_cache(maxsize=1)
def licences() -> dict[str, Licence]:
    rows = rows_of("licences.csv")
    return {row["licence"]: Licence(row["licence"], *list(row.values())[1:]) for row in rows}


def licence_of(key: str) -> Licence:
    """What is known of a licence; one that we do not know allows nothing."""
    known = licences()
    return known.get(key) or Licence(key, key, "no", known[""].means)
