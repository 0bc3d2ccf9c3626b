"""Which units the words after `Kính gửi` mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mangnon.units.models import Unit


@dataclass(frozen=True)
class Choice:
    """One answer that a person may give to a question about an addressee."""

    label: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Resolution:
    """What an addressee means. With a question, a person has to choose or to search.

    `units` is what is meant when nothing has to be asked; `note` says how it was understood, in
    words fit for the screen; `choices` are proposed answers to the question, the likeliest first.
    """

    units: tuple[Unit, ...]
    question: str | None
    note: str
    choices: tuple[Choice, ...] = ()


def resolve_addressee(text: str, *, issuer: Unit, on: date) -> Resolution:
    """The units meant by one addressee of a letter that `issuer` sends on the day `on`."""
    return Resolution((), f"“{text}” là đơn vị nào?", "")
