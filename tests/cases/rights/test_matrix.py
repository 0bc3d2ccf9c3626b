"""Every question × 12 roles × 5 relations is answered as the table apart from the program says."""

from __future__ import annotations

import pytest

from mangnon.cases.actions.glass import break_glass
from mangnon.cases.actions.identity import ask_identity
from mangnon.cases.models import Case
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.perms import keep_scope
from tests.cases.machine.cast import Cast
from tests.cases.rights.asking import Matter
from tests.cases.rights.expected import RELATIONS, RIGHT, ROLES
from tests.cases.rights.relations import people
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(cast: Cast) -> Matter:
    colleague = make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Võ Văn Gấp")
    glass = break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi lúc nửa đêm")
    asked = ask_identity(by=cast.worker, case_id=cast.case.pk, reason="Cần hỏi lại nơi xảy ra")
    return Matter(cast, glass, asked)


def test_every_question_of_everybody_is_answered_right(matter: Matter) -> None:
    wrong, asked = [], 0
    before = Case.objects.values().get()
    for role, relation, who, unit, bar in people(matter.cast):
        rows = [Barred.objects.create(report=matter.cast.case.report, unit=unit)] if bar else []
        keep_scope(who)  # as for everybody who asks by a page
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
