"""Who reaches which units."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from mangnon.units import actions, api, perms
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import House, make_person, sign_in

pytestmark = pytest.mark.django_db


def test_the_provincial_officer_reaches_the_province_and_no_other(
    officer: Person, house: House, far_house: House
) -> None:
    scope = api.scope_of(officer)

    assert all(scope.covers(unit) for unit in (house.root, *house.communes, *house.schools))
    assert not any(scope.covers(unit) for unit in (far_house.root, *far_house.communes))
    assert set(scope.units()) == set(api.units_under(house.root))


def test_the_department_reaches_the_schools_that_it_manages(house: House) -> None:
    scope = api.scope_of(make_person(Role.DEPARTMENT_OFFICER, house.education))

    assert set(scope.units()) == {house.education, *house.schools}
    assert scope.covers(house.primary)
    assert not scope.covers(house.son_ha)


def test_another_department_reaches_itself_and_what_is_under_it(house: House) -> None:
    scope = api.scope_of(make_person(Role.DEPARTMENT_OFFICER, house.health))

    assert set(scope.units()) == {house.health, house.centre}


def test_a_commune_reaches_its_schools_and_not_those_next_door(house: House) -> None:
    scope = api.scope_of(make_person(Role.COMMUNE_WORKER, house.son_ha))

    assert set(scope.units()) == {
        house.son_ha,
        house.kindergarten,
        house.primary,
        house.lower_secondary,
    }
    assert scope.roles_at(house.son_ha) == {Role.COMMUNE_WORKER}
    assert scope.roles_at(house.primary) == frozenset()
    assert scope.has(Role.COMMUNE_WORKER, house.primary)
    assert not scope.has(Role.COMMUNE_LEADER)


def test_a_stranger_and_the_deactivated_reach_nothing(
    stranger: Person, mate: Person, house: House
) -> None:
    mate.is_active = False

    for person in (stranger, mate):
        assert not api.scope_of(person).units().exists()
        assert api.current_unit(person) is None
        assert not api.can_act_for(person, house.son_ha)


def test_who_acts_for_a_unit(house: House) -> None:
    acting = make_person(Role.PRINCIPAL, house.primary)
    teacher = make_person(Role.TEACHER, house.primary)
    above = make_person(Role.COMMUNE_LEADER, house.son_ha)

    assert api.can_act_for(acting, house.primary)
    assert not api.can_act_for(teacher, house.primary)
    assert not api.can_act_for(above, house.primary)


def test_people_at_a_unit_by_role(house: House) -> None:
    principal = make_person(Role.PRINCIPAL, house.primary)
    teacher = make_person(Role.TEACHER, house.primary)

    assert set(api.people_at(house.primary)) == {principal, teacher}
    assert list(api.people_at(house.primary, [Role.TEACHER])) == [teacher]


def test_a_scope_is_one_query(officer: Person, house: House, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        scope = api.scope_of(officer)
        assert scope.covers(house.primary)
        assert scope.home == house.health
        assert scope.has(Role.PROVINCIAL_OFFICER, house.son_ha)


def test_a_request_reads_the_roles_once(
    officer: Person, house: House, django_assert_num_queries
) -> None:
    perms.keep_scope(officer)

    with django_assert_num_queries(1):
        assert api.scope_of(officer) == api.scope_of(officer)
        assert api.can_manage_units(officer, house.son_ha)
        assert api.current_unit(officer) == house.health


def test_a_kept_scope_follows_the_day(
    officer: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    perms.keep_scope(officer)
    assert api.scope_of(officer).covers(house.son_ha)

    monkeypatch.setattr(perms, "today", lambda: date(2025, 6, 30))

    assert not api.scope_of(officer).covers(house.son_ha)


def test_a_kept_scope_follows_what_is_done_to_the_person(officer: Person, house: House) -> None:
    worker = make_person(Role.COMMUNE_WORKER, house.son_ha)
    perms.keep_scope(worker)
    assert not api.scope_of(worker).covers(house.son_haj)

    grant = actions.grant_role(
        by=officer, person=worker, role=Role.COMMUNE_LEADER, unit=house.son_haj
    )
    assert api.scope_of(worker).covers(house.son_haj)

    actions.end_role(by=officer, grant=grant)
    assert not api.scope_of(worker).covers(house.son_haj)

    actions.deactivate_person(by=officer, person=worker)
    assert api.scope_of(worker).held == ()


def test_a_kept_scope_follows_the_chosen_unit(mate: Person, house: House) -> None:
    make_grant = {"person": mate, "unit": house.nghia_lo, "role": Role.COMMUNE_WORKER}
    mate.grants.create(valid_from=date(2025, 7, 1), **make_grant)
    perms.keep_scope(mate)
    assert api.current_unit(mate) == house.son_ha

    actions.choose_unit(by=mate, unit=house.nghia_lo)

    assert api.current_unit(mate) == house.nghia_lo


def test_what_lives_longer_than_a_request_keeps_nothing(officer: Person, house: House) -> None:
    assert api.scope_of(officer).covers(house.son_ha)

    officer.grants.update(valid_to=date(2025, 7, 2))

    assert not api.scope_of(officer).covers(house.son_ha)


@pytest.mark.parametrize(
    ("page", "asked"), [("/ban-lam-viec/", 14), ("/don-vi/", 5), ("/cong-van/", 9)]
)
def test_each_page_reads_the_roles_once(
    page: str, asked: int, officer: Person, house: House, django_assert_num_queries
) -> None:
    client = sign_in(Client(), officer)
    client.get(page)  # the first page of a session also notes when it was seen

    with django_assert_num_queries(asked) as found:
        assert client.get(page).status_code == 200

    roles = [one for one in found.captured_queries if one["sql"].startswith('SELECT "units_role')]
    assert len(roles) == 1
