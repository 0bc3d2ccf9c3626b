"""Who sees a case at all: in one query, by assignment, and the accused nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mangnon.base.notices.models import Notice, Outbox
from mangnon.cases.models import Case
from mangnon.cases.perms import can_see, classes_readable, parts_of
from mangnon.cases.queries.visible import case_for, cases_visible_to
from mangnon.kit import clock
from mangnon.reports.api import reports_visible_to
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person, RoleGrant, Unit
from mangnon.units.perms import keep_scope, scope_of
from tests.cases.machine.cast import Cast, make_cast
from tests.cases.rights.expected import READS
from tests.cases.rights.relations import people
from tests.cases.rights.routes import REPORT
from tests.cast import SINCE, make_person, sign_in

pytestmark = pytest.mark.django_db


def also(person: Person, role: Role, unit: Unit) -> None:
    RoleGrant.objects.create(person=person, unit=unit, role=role, valid_from=SINCE)


def test_each_part_reads_its_classes_of_fields(cast: Cast) -> None:
    helper = Person.objects.get(full_name="Phạm Thị Giúp")
    who = {**vars(cast), "helper": helper}
    found = {name: {str(one) for one in classes_readable(who[name], cast.case)} for name in READS}
    assert found == READS


def test_a_list_is_one_query_whatever_the_roles(cast: Cast, django_assert_num_queries: Any) -> None:
    also(cast.officer, Role.COMMUNE_LEADER, cast.house.son_haj)
    keep_scope(cast.officer)
    scope_of(cast.officer)
    with django_assert_num_queries(1):
        assert list(cases_visible_to(cast.officer)) == [cast.case]


def test_until_somebody_was_given_it_every_worker_of_the_commune_sees_it(db: None) -> None:
    cast = make_cast()
    other = make_person(Role.COMMUNE_WORKER, cast.house.son_ha)
    cast.forward()
    assert [can_see(who, cast.case) for who in (cast.worker, other)] == [True, True]
    cast.make("take", other, person=cast.worker)
    assert [can_see(who, cast.case) for who in (cast.worker, other)] == [True, False]
    assert parts_of(cast.worker, cast.case) == {"worker"}


def test_a_role_that_ended_ends_everything_at_once(cast: Cast) -> None:
    cast.worker.grants.update(ended_at=clock.now())
    assert list(cases_visible_to(cast.worker)) == []
    assert parts_of(cast.worker, cast.case) == frozenset()
    cast.chair.is_active = False
    assert list(cases_visible_to(cast.chair)) == []


def barred_people(cast: Cast) -> dict[str, Person]:
    """Somebody who would have a part, were it not for a second hat or the own name."""
    chair = make_person(Role.COMMUNE_LEADER, cast.house.son_ha, name="Đinh Văn Hai Vai")
    also(chair, Role.TEACHER, cast.house.primary)
    officer = make_person(Role.PROVINCIAL_OFFICER, cast.house.health)
    helper = make_person(Role.COUNSELLOR, cast.house.centre)
    Barred.objects.create(report=cast.case.report, unit=cast.house.primary)
    for person in (officer, helper):
        Barred.objects.create(report=cast.case.report, person=person)
    return {"teacher who leads": chair, "officer": officer, "helper": helper}


def test_who_is_accused_finds_nothing_anywhere(cast: Cast, client: Client) -> None:
    told = Notice.objects.count(), Outbox.objects.count()
    for name, who in barred_people(cast).items():
        assert cases_visible_to(who).count() == 0, name
        assert not cases_visible_to(who).filter(number__contains="VV").exists(), name
        assert not can_see(who, cast.case), name
        assert classes_readable(who, cast.case) == frozenset(), name
        with pytest.raises(Case.DoesNotExist):
            case_for(who, cast.case.pk)
        sign_in(client, who)
        for page in ("/ban-lam-viec/", "/thong-bao/"):
            assert cast.case.number not in client.get(page, follow=True).content.decode(), name
        assert client.get(f"/vu-viec/{cast.case.pk}/").status_code == 404, name
    assert (Notice.objects.count(), Outbox.objects.count()) == told


def test_all_below_a_barred_unit_are_barred_but_the_province_is_left_somebody(cast: Cast) -> None:
    commune = Barred.objects.create(report=cast.case.report, unit=cast.house.son_ha)
    principal = make_person(Role.PRINCIPAL, cast.house.primary)
    also(principal, Role.COUNSELLOR, cast.house.centre)
    assert not can_see(principal, cast.case)
    assert can_see(cast.officer, cast.case)
    commune.delete()
    assert can_see(principal, cast.case)
    Barred.objects.create(report=cast.case.report, unit=cast.house.root)
    assert not can_see(make_person(Role.PROVINCIAL_OFFICER, cast.house.root), cast.case)
    assert can_see(cast.officer, cast.case)


def test_the_report_of_a_case_is_found_where_it_came_and_by_who_carries_the_case(
    cast: Cast,
) -> None:
    """Of all roles in all relations; the counsellor who helps and the police find none."""
    right, wrong = REPORT | {("commune_leader", "own")}, []
    for role, relation, who, unit, bar in people(cast):
        rows = [Barred.objects.create(report=cast.case.report, unit=unit)] if bar else []
        if reports_visible_to(who).exists() != ((role, relation) in right):
            wrong.append((role, relation))
        for row in rows:
            row.delete()
    assert wrong == []
    assert reports_visible_to(cast.worker).exists()
