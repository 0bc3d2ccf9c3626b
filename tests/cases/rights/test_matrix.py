"""Every question × 12 roles × 5 relations is answered as the table apart from the program says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mangnon.cases.actions.glass import break_glass
from mangnon.cases.actions.identity import ask_identity
from mangnon.cases.models import Case
from mangnon.reports.models import Barred
from mangnon.units.choices import Role, UnitKind
from mangnon.units.models import Person, Unit
from mangnon.units.places import plant
from tests.cases.machine.cast import Cast
from tests.cases.rights.asking import Matter
from tests.cases.rights.expected import RELATIONS, RIGHT, ROLES
from tests.cast import SINCE, House, make_person, make_province

pytestmark = pytest.mark.django_db

SCHOOL = ("principal", "teacher", "school_it")
COMMUNE = ("commune_worker", "commune_leader", "editor", "auditor", "nobody")


@pytest.fixture
def matter(cast: Cast) -> Matter:
    colleague = make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Võ Văn Gấp")
    glass = break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi lúc nửa đêm")
    asked = ask_identity(by=cast.worker, case_id=cast.case.pk, reason="Cần hỏi lại nơi xảy ra")
    return Matter(cast, glass, asked)


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


def test_every_question_of_everybody_is_answered_right(matter: Matter) -> None:
    wrong, asked = [], 0
    before = Case.objects.values().get()
    for role, relation, who, unit, bar in people(matter.cast):
        rows = [Barred.objects.create(report=matter.cast.case.report, unit=unit)] if bar else []
        for name, letter, ask in matter.questions():
            asked += 1
            if ask(who, unit) != (letter in RIGHT[role, relation]):
                wrong.append((role, relation, name))
        for row in rows:
            row.delete()
    assert wrong == []
    assert asked == (len(ROLES) * len(RELATIONS) + len(ROLES)) * len(list(matter.questions()))
    assert Case.objects.values().get() == before


def test_the_table_has_every_role() -> None:
    assert sorted(ROLES) == sorted([*Role.values, "nobody"])
    assert len(RIGHT) == 12 * 5
