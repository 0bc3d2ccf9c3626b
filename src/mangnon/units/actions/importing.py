"""Bringing a tried list in: all of it or nothing, and only what was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mangnon.base.audit import api as audit
from mangnon.units.actions.inviting import invite
from mangnon.units.actions.roles import grant_role
from mangnon.units.importing.kinds import KINDS
from mangnon.units.importing.plan import CHANGED, NEW, Change, Plan
from mangnon.units.importing.tables import Row, Table, read_table
from mangnon.units.models import ImportDraft, Person, Unit, UnitName
from mangnon.units.perms import forget_scope, today
from mangnon.units.places import plant
from mangnon.units.refusals import Invalid, NotAllowed


@transaction.atomic
def keep_list(*, by: Person, kind: str, name: str, data: bytes) -> ImportDraft:
    """Read a file and keep its rows until they are confirmed. Raises NotAllowed or BadTable."""
    if not KINDS[kind].allowed(by):
        raise NotAllowed("Anh/chị không được nhập danh sách này.")
    table = read_table(data, name, KINDS[kind].headings)
    rows = [[row.line, dict(row.cells)] for row in table.rows]
    ImportDraft.objects.filter(made_by=by, confirmed_at=None).delete()
    return ImportDraft.objects.create(
        kind=kind,
        name=name[:200],
        rows={"rows": rows, "unknown": list(table.unknown_columns)},
        made_by=by,
    )


def plan_of(draft: ImportDraft, *, by: Person) -> Plan:
    """What the kept list would do now."""
    kind = KINDS[draft.kind]
    if not kind.allowed(by):
        raise NotAllowed("Anh/chị không được nhập danh sách này.")
    table = Table(tuple(Row(line, cells) for line, cells in draft.rows["rows"]))
    return kind.plan_for(table, by)


@transaction.atomic
def bring_in(*, by: Person, draft: ImportDraft, shown: str) -> Plan:
    """Do what was shown. Lines with problems stay out.

    `shown` is the digest of the plan on the screen. Raises Invalid when the world changed since
    then, or the list is brought in already; NotAllowed when `by` may not.
    """
    plan = plan_of(draft, by=by)
    if plan.digest() != shown:
        raise Invalid("Dữ liệu đã thay đổi sau khi xem thử. Hãy xem lại rồi xác nhận.")
    mine = ImportDraft.objects.filter(pk=draft.pk, made_by=by, confirmed_at=None)
    if not mine.update(confirmed_at=timezone.now(), rows={"rows": [], "unknown": []}):
        raise Invalid("Danh sách này đã được nhập.")
    _DO[draft.kind](by, plan)
    facts = {"new": len(plan.new), "changed": len(plan.changed), "left": len(plan.problems)}
    audit.record(by=by, what=f"import.{_NAMES[draft.kind]}", on=draft, facts=facts)
    return plan


_NAMES = {"truong": "schools", "nguoi": "people"}
_FIELDS = ("name", "levels", "commune_id", "parent_id", "line_manager_id", "address")


def _schools(by: Person, plan: Plan) -> None:
    parents = Unit.objects.in_bulk({change.values["parent_id"] for change in plan.changes})
    plant(_school(change.values, parents) for change in plan.of_kind(NEW))
    known = Unit.objects.in_bulk(
        [change.values["code"] for change in plan.of_kind(CHANGED)], field_name="code"
    )
    for change in plan.of_kind(CHANGED):
        _mend(known[change.values["code"]], change, parents)
    Unit.objects.bulk_update(known.values(), [*_FIELDS, "path"], batch_size=400)
    forget_scope(by)


def _school(values: Any, parents: dict[int, Unit]) -> Unit:
    given = {name: value for name, value in values.items() if name != "parent_id"}
    return Unit(kind="school", parent=parents[values["parent_id"]], valid_from=today(), **given)


def _mend(school: Unit, change: Change, parents: dict[int, Unit]) -> None:
    """The new values; another name or address also opens a row of the unit's names."""
    renamed = any(getattr(school, name) != change.values[name] for name in ("name", "address"))
    for name in _FIELDS:
        setattr(school, name, change.values[name])
    school.path = parents[change.values["parent_id"]].path + f"{school.pk:06d}/"
    if renamed:
        _rename(school)


def _rename(school: Unit) -> None:
    before = school.names.filter(valid_to=None, valid_from__lt=today())
    before.update(valid_to=today() - timedelta(days=1))
    UnitName.objects.update_or_create(
        unit=school,
        valid_from=today(),
        defaults={"name": school.name, "address": school.address, "valid_to": None},
    )


def _people(by: Person, plan: Plan) -> None:
    new = plan.of_kind(NEW)
    units = Unit.objects.in_bulk({change.values["unit_id"] for change in new})
    known = Person.objects.in_bulk({c.values["person_id"] for c in new if c.values["person_id"]})
    people = {str(pk): person for pk, person in known.items()}
    for change in new:
        _let_in(by, change.values, units, people)


def _let_in(by: Person, values: Any, units: dict[int, Unit], people: dict[str, Person]) -> None:
    unit = units[values["unit_id"]]
    person = people.get(values["person_id"])
    if person is not None:
        grant_role(by=by, person=person, role=values["role"], unit=unit)
        return
    words = {name: values[name] for name in ("email", "full_name", "position", "role")}
    invite(by=by, unit=unit, **words)


_DO = {"truong": _schools, "nguoi": _people}
