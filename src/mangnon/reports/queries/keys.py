"""How the keys of a person's units stand, for the page that looks after them."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.reports import keys
from mangnon.reports.models import PersonKey, UnitKey
from mangnon.reports.perms import key_units
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class Standing:
    """One unit: its key, whether the reader has it, who has it, who waits for it."""

    unit: Unit
    key: UnitKey | None
    mine: bool
    openers: tuple[Person, ...]
    waiting: tuple[PersonKey, ...]


def standings(person: Person, reader: keys.Reader) -> list[Standing]:
    return [_standing(unit, reader) for unit in key_units(person)]


def _standing(unit: Unit, reader: keys.Reader) -> Standing:
    key = keys.key_in_use(unit)
    return Standing(
        unit=unit,
        key=key,
        mine=key is not None and key.pk in reader.unit_privates,
        openers=tuple(keys.openers(key)) if key else (),
        waiting=tuple(keys.members_waiting(unit)),
    )


def units_left_open(person: Person) -> list[Unit]:
    """Units of the person whose keys nobody has yet, or only the installation keeps."""
    found = [(unit, keys.key_in_use(unit)) for unit in key_units(person)]
    return [unit for unit, key in found if key is None or key.kept_private]


def own_unit(person: Person, pk: int) -> Unit | None:
    return next((unit for unit in key_units(person) if unit.pk == pk), None)


def waiting_key(unit: Unit, pk: int) -> PersonKey | None:
    return keys.members_waiting(unit).filter(pk=pk).first()
