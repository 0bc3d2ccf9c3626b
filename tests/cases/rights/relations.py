"""Everybody of the table: twelve roles, each in five relations to the case of Sơn Hà."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.reports.models import Barred
from mangnon.units.choices import Role, UnitKind
from mangnon.units.models import Person, Unit
from mangnon.units.places import plant
from tests.cases.machine.cast import Cast
from tests.cases.rights.expected import RELATIONS, ROLES
from tests.cast import SINCE, House, make_person, make_province

SCHOOL = ("principal", "teacher", "school_it")
COMMUNE = ("commune_worker", "commune_leader", "editor", "auditor", "nobody")


def place(role: str, house: House, police: Unit, relation: str) -> Unit:
    """At which unit the role is held in a relation to the case of Sơn Hà."""
    near = relation in ("own", "barred", "none")
    if relation == "parent":
        return house.root
    if role in SCHOOL:
        return house.primary if near else house.upper_secondary
    if role in COMMUNE:
        return house.son_ha if near else house.son_haj
    own = {"counsellor": house.centre, "police_liaison": house.police}
    other = {"counsellor": house.lower_secondary, "police_liaison": police}
    return own.get(role, house.health) if near else other.get(role, house.education)


def people(cast: Cast) -> Iterator[tuple[str, str, Person, Unit, bool]]:
    """(role, relation, the person, the unit, whether the unit is barred for the while)."""
    away = make_province("80")
    elsewhere = plant([_police_of(cast.house.son_haj)])[0]
    for role in ROLES:
        held = None if role == "nobody" else Role(role)
        for relation in RELATIONS:
            unit = place(role, away if relation == "none" else cast.house, elsewhere, relation)
            who = make_person(held, unit)
            if relation == "barred":
                Barred.objects.create(report=cast.case.report, person=who)
                yield role, relation, who, unit, False
                who = make_person(held, unit)
            yield role, relation, who, unit, relation == "barred"


def _police_of(commune: Unit) -> Unit:
    return Unit(
        kind=UnitKind.POLICE,
        name="Công an xã Sơn Hạ",
        code="CA-SH",
        parent=commune.parent,
        province_id=commune.province_id,
        commune_id=commune.commune_id,
        valid_from=SINCE,
    )
