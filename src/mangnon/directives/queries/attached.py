"""What other domains keep with a letter, for its page: they register, the letter shows.

    register_attached("library", "Sản phẩm kèm theo", attached)

`attached` gets the letter's id and the person who looks, and gives what that person may open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from mangnon.units.api import Person


@dataclass(frozen=True)
class Attached:
    """One thing kept with a letter: its name and the page where it stands."""

    words: str
    href: str


@dataclass(frozen=True)
class AttachedList:
    """All that one domain keeps with a letter; `href` leads to where the list is written."""

    words: str
    href: str
    rows: Sequence[Attached]


Keeper = Callable[[UUID, Person], AttachedList | None]
_keepers: dict[str, Keeper] = {}


def register_attached(name: str, keeper: Keeper) -> None:
    """The same name twice is a mistake."""
    if _keepers.get(name, keeper) is not keeper:
        raise ValueError(f"{name} keeps things with letters already")
    _keepers[name] = keeper


def attached_to(letter_id: UUID, person: Person) -> list[AttachedList]:
    """What every domain keeps with the letter, for this person."""
    found = (keeper(letter_id, person) for keeper in _keepers.values())
    return [one for one in found if one is not None]
