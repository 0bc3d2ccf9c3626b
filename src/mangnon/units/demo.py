"""An invented province at work: schools and people for showing the platform, marked as such.

Every name says that it is invented, every address ends in a domain that cannot exist. Demo
accounts share one printed password and are spared the second factor only while `DEMO` is on; a
start with `DEMO` off refuses to run while any of them can sign in (`demo_leftovers`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from mangnon.units.choices import Role
from mangnon.units.models import EDUCATION_SUFFIX, Person, RoleGrant, Unit
from mangnon.units.places import TWO_LEVELS_FROM, load_places, open_province, plant, table

DEMO_PASSWORD = "mang-non-trinh-dien"  # noqa: S105 - printed at every demo start
DEMO_PROVINCE = "51"  # the province whose communes stand in the demo's tables
_WITH_THPT = {"thpt", "thcs thpt"}


@dataclass(frozen=True)
class DemoLogin:
    """One line of the list that a demo start prints."""

    email: str
    full_name: str
    role: str
    unit: str


def demo_logins() -> list[DemoLogin]:
    """The demo accounts, each once with all its roles and units, in the order of the table."""
    grants = RoleGrant.objects.filter(person__is_demo=True).select_related("person", "unit")
    lines: dict[str, DemoLogin] = {}
    for held in grants.order_by("id"):
        person, unit = held.person, held.unit.label
        before = lines.get(person.email)
        units = f"{before.unit}; {unit}" if before else unit
        role = held.get_role_display()
        lines[person.email] = DemoLogin(person.email, person.full_name, role, units)
    return list(lines.values())


def demo_leftovers() -> int:
    """How many demo accounts can still sign in: must be 0 where `DEMO` is off."""
    return Person.objects.filter(is_demo=True, is_active=True).count()


@transaction.atomic
def seed_demo() -> None:
    """The demo schools and people of the home province. A second call does nothing."""
    if Person.objects.filter(is_demo=True).exists():
        return
    load_places()
    if not Unit.objects.filter(code=DEMO_PROVINCE).exists():
        open_province(DEMO_PROVINCE)
    _seed_schools()
    _seed_people()


def _seed_schools() -> None:
    """Schools up to lower secondary stand under their commune, upper secondary under the Sở."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    manager = units[DEMO_PROVINCE + EDUCATION_SUFFIX]
    plant(
        Unit(
            kind="school",
            name=row["name"],
            code=row["code"],
            parent=manager if row["levels"] in _WITH_THPT else units[row["commune"]],
            line_manager=manager,
            province_id=manager.province_id,
            commune_id=row["commune"],
            levels=row["levels"].split(),
            address=row["address"],
            is_demo=True,
            valid_from=TWO_LEVELS_FROM,
        )
        for row in table("demo_schools.csv")
    )


def _seed_people() -> None:
    """One hash serves them all: hashing fourteen times would take the demo's whole second."""
    rows = table("demo_people.csv")
    password = make_password(DEMO_PASSWORD)
    people = {
        row["email"]: Person(
            email=row["email"],
            full_name=row["full_name"],
            position=row["position"],
            password=password,
            is_staff=row["role"] == Role.PROVINCIAL_OFFICER,
            is_demo=True,
        )
        for row in rows
    }
    Person.objects.bulk_create(people.values())
    units = Unit.objects.in_bulk([row["unit"] for row in rows], field_name="code")
    RoleGrant.objects.bulk_create(
        RoleGrant(
            person=people[row["email"]],
            unit=units[row["unit"]],
            role=Role(row["role"]),
            valid_from=TWO_LEVELS_FROM,
        )
        for row in rows
    )
