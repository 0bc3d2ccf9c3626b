"""Every page of units, asked for by the whole cast."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from mangnon.units import actions
from mangnon.units.choices import Role
from mangnon.units.models import Contact, ImportDraft, Person, Unit
from tests.cast import House, make_person, sign_in

pytestmark = pytest.mark.django_db

Cast = dict[str, Person | None]


@pytest.fixture
def cast(
    officer: Person, mate: Person, stranger: Person, far_officer: Person, house: House
) -> Cast:
    return {
        "officer": officer,
        "department": make_person(Role.DEPARTMENT_OFFICER, house.education),
        "leader": make_person(Role.COMMUNE_LEADER, house.son_ha),
        "mate": mate,
        "stranger": stranger,
        "far": far_officer,
        "nobody": None,
    }


@pytest.fixture
def things(house: House, officer: Person, mate: Person) -> dict[str, Any]:
    Authenticator.objects.create(user=mate, type="totp", data={"secret": "x"})
    words = {"email": "a@vi-du.test", "full_name": "A", "position": ""}
    return {
        "commune": house.son_ha.pk,
        "school": house.primary.pk,
        "grant": mate.grants.get().pk,
        "person": mate.pk,
        "contact": Contact.objects.create(
            province_id="51",
            title="Nơi giúp đỡ",
            kind="phone",
            value="0123",
            source="thử",
            valid_from="2025-07-01",
        ).pk,
        "draft": ImportDraft.objects.create(
            kind="truong", name="a.csv", rows={"rows": [], "unknown": []}, made_by=officer
        ).pk,
        "invitation": actions.invite(
            by=officer, unit=house.son_ha, role=Role.COMMUNE_WORKER, **words
        ).pk,
    }


# page -> who sees it; everybody else gets 404, and nobody is sent to sign in
SEEN_BY = {
    "/don-vi/": {"officer", "department", "leader", "mate", "stranger", "far"},
    "/don-vi/{commune}/": {"officer", "leader", "mate"},
    "/don-vi/{school}/": {"officer", "department", "leader"},
    "/don-vi/{commune}/moi/": {"officer", "leader"},
    "/don-vi/{school}/moi/": {"officer", "department", "leader"},
    "/don-vi/{commune}/giao-vai-tro/": {"officer", "leader"},
    "/don-vi/{commune}/doi-ten/": {"officer"},
    "/don-vi/{school}/doi-ten/": {"officer", "department"},
    "/don-vi/vai-tro/{grant}/ket-thuc/": {"officer", "leader"},
    "/don-vi/nguoi/{person}/": {"officer", "leader"},
    "/don-vi/lien-he/": {"officer", "far"},
    "/don-vi/lien-he/them/": {"officer", "far"},
    "/don-vi/lien-he/{contact}/": {"officer"},
    "/don-vi/nhap/": {"officer", "department", "leader", "far"},
    "/don-vi/nhap/truong/": {"officer", "department", "far"},
    "/don-vi/nhap/nguoi/": {"officer", "department", "leader", "far"},
    "/don-vi/nhap/truong/mau.xlsx": {"officer", "department", "far"},
    "/don-vi/nhap/la/": set(),
    "/don-vi/nhap/ban/{draft}/": {"officer"},
    "/tai-khoan/": {"officer", "department", "leader", "mate", "stranger", "far"},
    "/tai-khoan/sua/": {"officer", "department", "leader", "mate", "stranger", "far"},
    "/tai-khoan/phien/": {"officer", "department", "leader", "mate", "stranger", "far"},
}


@pytest.mark.parametrize("page", SEEN_BY)
def test_a_page_is_seen_by_those_and_nobody_else(
    page: str, cast: Cast, things: dict[str, Any]
) -> None:
    path = page.format(**things)
    seen = {name: _status(person, lambda client: client.get(path)) for name, person in cast.items()}

    wanted = {name: 200 if name in SEEN_BY[page] else 404 for name in cast}
    assert seen == {**wanted, "nobody": 302}


# what is sent -> who may; for everybody else nothing changes
SENT_BY = {
    "/don-vi/loi-moi/{invitation}/rut/": {"officer", "leader"},
    "/don-vi/lien-he/{contact}/doi-chieu/": {"officer"},
    "/don-vi/lien-he/{contact}/bo/": {"officer"},
    "/don-vi/vai-tro/{grant}/ket-thuc/": {"officer", "leader"},
    "/don-vi/nguoi/{person}/ngung/": {"officer", "leader"},
    "/don-vi/nguoi/{person}/hai-lop/": {"officer", "leader"},
    "/don-vi/{school}/ngung/": {"officer", "department"},
}


@pytest.mark.parametrize("page", SENT_BY)
@pytest.mark.parametrize(
    "name", ["officer", "department", "leader", "mate", "stranger", "far", "nobody"]
)
def test_a_deed_is_done_by_those_and_nobody_else(
    page: str, name: str, cast: Cast, things: dict[str, Any]
) -> None:
    path = page.format(**things)
    before = _state()

    status = _status(cast[name], lambda client: client.post(path))

    assert status == (302 if name in SENT_BY[page] | {"nobody"} else 404)
    assert (_state() != before) is (name in SENT_BY[page])


def _status(person: Person | None, ask: Callable[[Client], Any]) -> int:
    client = Client()
    if person is not None:
        sign_in(client, person)
    return int(ask(client).status_code)


def _state() -> list[Any]:
    from mangnon.units.models import Invitation, RoleGrant

    return [
        list(Contact.objects.order_by("pk").values_list("checked_on", "valid_to")),
        list(Invitation.objects.order_by("pk").values_list("withdrawn_at")),
        list(RoleGrant.objects.order_by("pk").values_list("ended_at")),
        list(Person.objects.order_by("pk").values_list("is_active")),
        Authenticator.objects.count(),
        list(Unit.objects.order_by("pk").values_list("valid_to")),
    ]


def test_the_list_of_units_shows_the_reach_and_no_more(
    cast: Cast, house: House, far_house: House
) -> None:
    page = sign_in(Client(), cast["mate"]).get("/don-vi/").content.decode()  # type: ignore[arg-type]

    assert house.son_ha.name in page
    assert house.primary.name in page
    assert house.son_haj.name not in page
    assert far_house.son_ha.name not in page


@pytest.mark.parametrize("name", ["officer", "department", "leader", "mate"])
def test_no_link_to_a_unit_leads_nowhere(name: str, cast: Cast, house: House) -> None:
    client = sign_in(Client(), cast[name])  # type: ignore[arg-type]
    links = re.findall(r'href="(/don-vi/\d+/)"', client.get("/don-vi/").content.decode())
    for link in list(links):
        links += re.findall(r'href="(/don-vi/\d+/)"', client.get(link).content.decode())

    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_the_list_of_units_costs_the_same_for_few_and_many(
    cast: Cast, django_assert_max_num_queries
) -> None:
    client = sign_in(Client(), cast["officer"])  # type: ignore[arg-type]
    client.get("/don-vi/")

    with django_assert_max_num_queries(6):
        client.get("/don-vi/?words=son+ha&kind=commune")


def test_a_unit_with_many_people_costs_no_more(
    cast: Cast, house: House, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        make_person(Role.TEACHER, house.primary)
    client = sign_in(Client(), cast["officer"])  # type: ignore[arg-type]
    client.get("/don-vi/")

    with django_assert_max_num_queries(9):
        page = client.get(f"/don-vi/{house.primary.pk}/").content.decode()

    assert page.count("Kết thúc") == 12
