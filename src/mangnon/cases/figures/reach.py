"""Whose figures a person may see: officers of the province any unit of it, leaders of a commune
their own. A figure is a count; nobody comes from it to a row."""

from __future__ import annotations

from mangnon.cases.perms import working_at
from mangnon.kit import clock
from mangnon.units.api import Held, Person, Role, Unit, UnitKind, scope_of

_ROLES = frozenset({Role.PROVINCIAL_OFFICER, Role.COMMUNE_LEADER})
_SHOWN = (
    UnitKind.PROVINCE,
    UnitKind.DEPARTMENT,
    UnitKind.POLICE,
    UnitKind.SOCIAL_WORK_CENTRE,
    UnitKind.COMMUNE,
)


def can_see_figures(person: Person) -> bool:
    """Provincial officers, and leaders of communes. Asks the database nothing."""
    return bool(_held(person))


def units_told(person: Person) -> list[Unit]:
    """The units whose figures may be asked for, the widest first."""
    roots = _roots(person)
    found: dict[int, Unit] = {}
    for root in roots:
        below = Unit.objects.on(clock.today()).under(root).filter(kind__in=_SHOWN).order_by("path")
        found |= {unit.pk: unit for unit in below}
    return list(found.values())


def _held(person: Person) -> list[Held]:
    own, roles = {unit.pk for unit in working_at(person)}, _ROLES
    return [one for one in scope_of(person).held if one.unit.pk in own and one.role in roles]


def _roots(person: Person) -> list[Unit]:
    """The province of an officer, else the communes of a leader."""
    held = _held(person)
    provinces = {one.root for one in held if one.role == Role.PROVINCIAL_OFFICER}
    if provinces:
        return list(Unit.objects.filter(path__in=provinces).order_by("path"))
    return [one.unit for one in held]
