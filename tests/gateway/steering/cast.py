"""The people of a small province around one school's filter.

Everything is invented except the names of places.
"""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.gateway.actions.sites import SiteFacts, add_site
from mangnon.gateway.models import Site
from mangnon.units.api import Person, Role, Unit
from tests.cast import House, make_person, make_province


@dataclass(frozen=True)
class Cast:
    house: House
    officer: Person
    education: Person
    commune: Person
    auditor: Person
    principal: Person
    keeper: Person
    teacher: Person
    counsellor: Person
    neighbour: Person
    stranger: Person
    editor: Person
    site: Site

    @property
    def school(self) -> Unit:
        return self.house.lower_secondary

    @property
    def province(self) -> Unit:
        return self.house.root


def make_cast() -> Cast:
    house, far = make_province(), make_province("80")
    school = house.lower_secondary
    keeper = make_person(Role.SCHOOL_IT, school, name="Bùi Văn Mạng")
    return Cast(
        house=house,
        officer=make_person(Role.PROVINCIAL_OFFICER, house.health, name="Trần Thị Minh"),
        education=make_person(Role.DEPARTMENT_OFFICER, house.education),
        commune=make_person(Role.COMMUNE_WORKER, house.son_ha),
        auditor=make_person(Role.AUDITOR, house.root),
        principal=make_person(Role.PRINCIPAL, school, name="Võ Thị Mai"),
        keeper=keeper,
        teacher=make_person(Role.TEACHER, school),
        counsellor=make_person(Role.COUNSELLOR, school),
        neighbour=make_person(Role.PRINCIPAL, house.primary),
        stranger=make_person(Role.PROVINCIAL_OFFICER, far.health),
        editor=make_person(Role.EDITOR, house.education),
        site=add_site(by=keeper, unit=school, facts=SiteFacts("Điểm chính", "thcs")),
    )
