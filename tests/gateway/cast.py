"""The people around a school's filter, in every test of the steering: who may what is read here.

cast = make_cast()
cast.teacher            a teacher of the school that asks
cast.stranger           a teacher of another school of the same province
cast.away               an officer of another province
"""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.gateway.choices import ClientKind, Group
from mangnon.gateway.models import Gateway, Site, SiteClient
from mangnon.units.api import Person, Role
from tests.cast import House, make_person, make_province


@dataclass(frozen=True)
class Cast:
    house: House
    site: Site
    gateway: Gateway
    principal: Person
    keeper: Person
    teacher: Person
    counsellor: Person
    stranger: Person
    officer: Person
    education: Person
    health: Person
    leader: Person
    auditor: Person
    away: Person
    nobody: Person


def make_cast() -> Cast:
    house, other = make_province(), make_province("80")
    school = house.lower_secondary
    site = Site.objects.create(unit=school, name="Điểm chính", fallback_group=Group.THCS)
    SiteClient.objects.create(
        site=site, group=Group.THCS, kind=ClientKind.SUBNET, value="10.1.0.0/24"
    )
    SiteClient.objects.create(
        site=site, group=Group.THCS, kind=ClientKind.TOKEN, value="may-tinh-muon-ve-nha"
    )
    return Cast(
        house=house,
        site=site,
        gateway=Gateway.objects.create(site=site, name="Máy lọc 1", token_hash="a" * 64),
        principal=make_person(Role.PRINCIPAL, school, name="Trần Thị Mai"),
        keeper=make_person(Role.SCHOOL_IT, school, name="Lê Văn Tin"),
        teacher=make_person(Role.TEACHER, school, name="Phạm Thị Lan"),
        counsellor=make_person(Role.COUNSELLOR, school, name="Võ Thị Tâm"),
        stranger=make_person(Role.TEACHER, house.upper_secondary, name="Đinh Văn Xa"),
        officer=make_person(Role.PROVINCIAL_OFFICER, house.root, name="Nguyễn Văn Tỉnh"),
        education=make_person(Role.DEPARTMENT_OFFICER, house.education, name="Bùi Thị Sở"),
        health=make_person(Role.DEPARTMENT_OFFICER, house.health, name="Hồ Văn Y"),
        leader=make_person(Role.COMMUNE_LEADER, house.son_ha, name="Đinh Thị Xã"),
        auditor=make_person(Role.AUDITOR, house.root, name="Cao Văn Kiểm"),
        away=make_person(Role.PROVINCIAL_OFFICER, other.root, name="Lý Văn Khác"),
        nobody=make_person(None, None, name="Ngô Văn Không"),
    )
