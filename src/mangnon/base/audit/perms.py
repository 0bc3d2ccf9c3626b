"""Who may read the record, and what of it not. The roles and the matters from which somebody is
barred belong to domains above, which say who holds them and what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

IsAuditor = Callable[[Any], bool]
Barred = Callable[[Any], Iterable[tuple[str, str]]]
_asked: list[IsAuditor] = []
_barring: list[Barred] = []


def register_auditors(is_auditor: IsAuditor) -> None:
    """Let `is_auditor(person)` open the record to those whose office it is to read it."""
    if is_auditor not in _asked:
        _asked.append(is_auditor)


def may_audit(person: Any) -> bool:
    """Active people whom a registered domain calls auditors. Keepers of the system are not."""
    return bool(getattr(person, "is_active", False)) and any(ask(person) for ask in _asked)


def register_barring(barred: Barred) -> None:
    """Let `barred(person)` name the things, as (type, id), of whose rows the person reads none."""
    if barred not in _barring:
        _barring.append(barred)


def barred_things(person: Any) -> dict[str, set[str]]:
    """By type, the ids of everything from which this person is barred: deny beats the office."""
    found: dict[str, set[str]] = {}
    for on_type, on_id in (each for barred in _barring for each in barred(person)):
        found.setdefault(on_type, set()).add(on_id)
    return found
