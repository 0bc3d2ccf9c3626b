"""A list of people: each line is an invitation, or a role for somebody who has an account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mangnon.kit.vietnamese import key
from mangnon.units.choices import UNIT_KINDS_OF_ROLE, Role, UnitKind
from mangnon.units.importing.plan import NEW, SAME, Change, Plan, Wrong, check_cells, needed
from mangnon.units.importing.tables import Heading, Row, Table
from mangnon.units.models import Invitation, Person, RoleGrant, Unit
from mangnon.units.naming import said
from mangnon.units.perms import Scope, grantable_roles, scope_of, today

EMAIL = Heading("Thư điện tử", ("email", "e-mail", "thư", "địa chỉ thư"), needed=True)
FULL_NAME = Heading("Họ và tên", ("họ tên", "tên"), needed=True)
POSITION = Heading("Chức vụ", ("chức danh",))
ROLE = Heading("Vai trò", needed=True)
UNIT_CODE = Heading("Mã đơn vị", ("mã trường", "mã xã"))
UNIT = Heading("Đơn vị", ("tên đơn vị", "trường"))
HEADINGS = (EMAIL, FULL_NAME, POSITION, ROLE, UNIT_CODE, UNIT)

_ROLE_OF = {key(str(role.label)): role for role in Role} | {role.value: role for role in Role}


@dataclass
class Ground:
    """What the list is compared with: read once, whatever its length."""

    scope: Scope
    units: dict[str, Unit]
    by_name: dict[str, list[Unit]]
    people: dict[str, Person]
    held: set[tuple[str, int, str]]
    invited: set[tuple[str, int, str]]
    seen: dict[tuple[str, int, str], int] = field(default_factory=dict)


def plan_people(table: Table, *, by: Person) -> Plan:
    """What the list would do. Writes nothing and sends nothing."""
    ground = _ground(scope_of(by), {row[EMAIL.name].lower() for row in table.rows})
    plan = Plan()
    for row in table.rows:
        try:
            plan.changes.append(_change(row, ground))
        except Wrong as wrong:
            plan.problems.append(wrong.at(row.line))
    return plan


def _ground(scope: Scope, emails: set[str]) -> Ground:
    units = list(scope.units().select_related("commune"))
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        for name in {said(unit.name), said(unit.short_name)} - {""}:
            by_name[name].append(unit)
    people = {p.email: p for p in Person.objects.filter(is_active=True) if p.email in emails}
    held = RoleGrant.objects.on(today()).values_list("person__email", "unit_id", "role")
    invited = Invitation.objects.open().values_list("email", "unit_id", "role")
    return Ground(
        scope=scope,
        units={unit.code: unit for unit in units},
        by_name=by_name,
        people=people,
        held=set(held),
        invited=set(invited),
    )


def _change(row: Row, ground: Ground) -> Change:
    check_cells(row)
    email = _email(row)
    name = needed(row, FULL_NAME.name, most=100)
    unit = _unit(row, ground)
    role = _role(row, unit, ground)
    place = (email, unit.pk, role.value)
    if place in ground.seen:
        raise Wrong(EMAIL.name, email, f"Trùng với dòng {ground.seen[place]}.")
    ground.seen[place] = row.line
    known = ground.people.get(email)
    values = {
        "email": email,
        "full_name": name,
        "position": row[POSITION.name][:100],
        "role": role.value,
        "unit_id": unit.pk,
        "person_id": str(known.pk) if known else "",
    }
    there = place in ground.held or place in ground.invited
    title = f"{name} – {role.label} – {unit.label}"
    return Change(row.line, SAME if there else NEW, title, values)


def _email(row: Row) -> str:
    email = needed(row, EMAIL.name, most=254).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Wrong(EMAIL.name, email, "Không phải là một địa chỉ thư điện tử.") from None
    return email


def _unit(row: Row, ground: Ground) -> Unit:
    code, name = row[UNIT_CODE.name], row[UNIT.name]
    if not code and not name:
        raise Wrong(UNIT_CODE.name, "", "Ghi mã đơn vị hoặc tên đơn vị.")
    if code:
        unit = ground.units.get(code) or ground.units.get(code.zfill(5))
        if unit is None:
            raise Wrong(
                UNIT_CODE.name, code, "Không có đơn vị mang mã này trong phạm vi anh/chị quản lý."
            )
        if name and unit not in ground.by_name.get(said(name), []):
            raise Wrong(UNIT.name, name, f"Mã {code} là {unit.label}, không phải {name}.")
        return unit
    named = ground.by_name.get(said(name), [])
    if len(named) != 1:
        reason = (
            "Có nhiều đơn vị cùng tên: hãy ghi mã."
            if named
            else "Không có đơn vị tên này trong phạm vi anh/chị quản lý."
        )
        raise Wrong(UNIT.name, name, reason)
    return named[0]


def _role(row: Row, unit: Unit, ground: Ground) -> Role:
    words = needed(row, ROLE.name, most=100)
    role = _ROLE_OF.get(key(words))
    if role is None:
        names = "; ".join(str(role.label) for role in Role)
        raise Wrong(ROLE.name, words, f"Không có vai trò này. Ghi một trong: {names}.")
    if UnitKind(unit.kind) not in UNIT_KINDS_OF_ROLE[role]:
        raise Wrong(ROLE.name, words, f"{unit.label} không có vai trò này.")
    if role not in grantable_roles(ground.scope, unit):
        raise Wrong(ROLE.name, words, "Anh/chị không được giao vai trò này ở đơn vị này.")
    return role
