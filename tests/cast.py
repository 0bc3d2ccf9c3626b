"""The named cast of the tests: a small province, its units and the people who work in them.

    house = make_province()
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health)
    sign_in(client, officer)

Everything here is invented except the names of places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.test import Client

from mangnon.units.choices import CommuneKind, Role, SchoolLevel, UnitKind
from mangnon.units.models import Commune, Person, Province, RoleGrant, Unit
from mangnon.units.places import open_province, plant
from mangnon.units.signin import SECOND_FACTOR_DONE

PASSWORD = "mat-khau-cua-rieng-toi"
SINCE = date(2025, 7, 1)
_serial = count(1)


@dataclass(frozen=True)
class House:
    """A province with its agencies, three communes and four schools."""

    root: Unit
    health: Unit
    education: Unit
    police: Unit
    centre: Unit
    son_ha: Unit
    son_haj: Unit
    nghia_lo: Unit
    kindergarten: Unit
    primary: Unit
    lower_secondary: Unit
    upper_secondary: Unit

    @property
    def communes(self) -> tuple[Unit, ...]:
        return (self.son_ha, self.son_haj, self.nghia_lo)

    @property
    def schools(self) -> tuple[Unit, ...]:
        return (self.kindergarten, self.primary, self.lower_secondary, self.upper_secondary)


# code of the province -> its name and its communes, the first two alike but for one tone
_PLACES = {
    "51": (
        "Tỉnh Quảng Ngãi",
        (
            ("21289", "Xã Sơn Hà", CommuneKind.XA),
            ("21292", "Xã Sơn Hạ", CommuneKind.XA),
            ("21028", "Phường Nghĩa Lộ", CommuneKind.PHUONG),
        ),
    ),
    "80": (
        "Tỉnh Tây Ninh",
        (
            ("25567", "Xã Tân Thành", CommuneKind.XA),
            ("27898", "Xã Tân Thạnh", CommuneKind.XA),
            ("25459", "Phường Tân Ninh", CommuneKind.PHUONG),
        ),
    ),
}


def make_province(code: str = "51") -> House:
    """A province of `_PLACES` with its offices: "51" by default, "80" for the stranger's."""
    name, places = _PLACES[code]
    province = Province.objects.create(code=code, name=name)
    for commune_code, commune, kind in places:
        Commune.objects.create(
            code=commune_code, name=commune, kind=kind, province=province, lat=15.0, lon=108.5
        )
    root = open_province(code)
    units = {unit.code: unit for unit in Unit.objects.filter(province=province)}
    education = units[f"{code}-SGDDT"]
    communes = [units[place[0]] for place in places]
    return House(
        root=root,
        health=units[f"{code}-SYT"],
        education=education,
        police=units[f"{code}-CAT"],
        centre=units[f"{code}-TTCTXH"],
        son_ha=communes[0],
        son_haj=communes[1],
        nghia_lo=communes[2],
        kindergarten=make_school("Mầm non Hoa Sen", communes[0], education, SchoolLevel.MAM_NON),
        primary=make_school("Tiểu học Suối Reo", communes[0], education, SchoolLevel.TIEU_HOC),
        lower_secondary=make_school("THCS Hoa Mai", communes[0], education, SchoolLevel.THCS),
        upper_secondary=make_school("THPT Núi Vọng", communes[1], education, SchoolLevel.THPT),
    )


def make_school(name: str, commune: Unit, manager: Unit, *levels: SchoolLevel) -> Unit:
    """A school under its commune, or under the department when it is upper secondary."""
    parent = manager if SchoolLevel.THPT in levels else commune
    school = Unit(
        kind=UnitKind.SCHOOL,
        name=f"Trường {name}",
        code=f"TC{next(_serial):06d}",
        parent=parent,
        line_manager=manager,
        province_id=commune.province_id,
        commune_id=commune.commune_id,
        levels=[str(level) for level in levels],
        valid_from=SINCE,
    )
    return plant([school])[0]


def make_person(
    role: Role | None, unit: Unit | None, *, name: str = "", password: str | None = None
) -> Person:
    """Someone with an account, holding `role` at `unit`; no role at all when `role` is None.

    Without a password nobody can sign in by form; `sign_in` needs none.
    """
    number = next(_serial)
    person = Person.objects.create_user(
        f"nguoi-{number}@vi-du.test", password, full_name=name or f"Người Thử {number}"
    )
    if role is not None:
        assert unit is not None
        RoleGrant.objects.create(person=person, unit=unit, role=role, valid_from=SINCE)
    return person


def sign_in(client: Client, person: Person, *, second_factor: bool = True) -> Client:
    """Sign the person in, past the second factor unless that is what is tested."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_factor:
        session = client.session
        session[SECOND_FACTOR_DONE] = True
        session.save()
    return client
