"""Handing work on to a person, or down to the units below."""

from __future__ import annotations

from datetime import date

from mangnon.directives.actions.moving import Change, Moving, day
from mangnon.directives.actions.telling import tell_people, tell_units
from mangnon.directives.choices import Event, Part, State
from mangnon.directives.models import Assignment, AssignmentEvent
from mangnon.directives.queries.handing import units_below
from mangnon.directives.refusals import Invalid
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, people_at


def hand_on(moving: Moving) -> Change:
    """The work goes to one person of the unit, who may tell its progress."""
    person = moving.data.get("person")
    if not isinstance(person, Person):
        raise Invalid("Hãy chọn người thực hiện.", "person")
    if not people_at(moving.work.unit).filter(pk=person.pk).exists():
        raise Invalid(f"{person} không thuộc {moving.work.unit.name}.", "person")
    return Change({"person": person}, f"Giao cho {person}")


def hand_down(moving: Moving) -> Change:
    """The same clause for units below, judged by this unit; its own return stays to be made."""
    units, due_on = _units(moving), _due_on(moving)
    now, carried = clock.now(), _carried(moving)
    children = Assignment.objects.bulk_create(
        Assignment(
            directive_id=moving.work.directive_id,
            clause_id=moving.work.clause_id,
            unit=unit,
            given_by_id=moving.work.unit_id,
            parent=moving.work,
            carried_from=carried.get(unit.pk),
            part=Part.LEAD,
            state=State.ISSUED,
            due_on=due_on,
            issued_at=now,
        )
        for unit in units
    )
    AssignmentEvent.objects.bulk_create(
        AssignmentEvent(
            assignment=child,
            event=Event.ISSUE,
            from_state=State.ISSUED,
            to_state=State.ISSUED,
            by=moving.by,
            by_unit_id=moving.work.unit_id,
            at=now,
        )
        for child in children
    )
    return Change({}, f"Giao {len(children)} đơn vị, hạn {day(due_on)}")


def _carried(moving: Moving) -> dict[int, Assignment]:
    """The same work of units below under the letter that this one replaces, by unit."""
    old = moving.work.carried_from_id
    if old is None:
        return {}
    return {child.unit_id: child for child in Assignment.objects.filter(parent=old)}


def _wanted(moving: Moving) -> set[int]:
    """The ids of the units named in the move."""
    units = moving.data.get("units")
    if not isinstance(units, (list, tuple, set, frozenset)):
        return set()
    return {unit.pk for unit in units if isinstance(unit, Unit)}


def _units(moving: Moving) -> list[Unit]:
    ids = _wanted(moving)
    if not ids:
        raise Invalid("Hãy chọn ít nhất một đơn vị.", "units")
    below = units_below(moving.work.unit).filter(pk__in=ids)
    if below.count() != len(ids):
        raise Invalid(f"Có đơn vị không trực thuộc {moving.work.unit.name}.", "units")
    had = Assignment.objects.filter(clause=moving.work.clause_id, unit__in=ids)
    taken = had.select_related("unit").first()
    if taken is not None:
        raise Invalid(f"{taken.unit.name} đã được giao nội dung này rồi.", "units")
    return list(below)


def _due_on(moving: Moving) -> date:
    due_on = moving.data.get("due_on")
    if not isinstance(due_on, date):
        raise Invalid("Hãy chọn hạn cho đơn vị trực thuộc.", "due_on")
    if not clock.today() <= due_on <= max(moving.work.due_on, clock.today()):
        raise Invalid(
            f"Hạn phải từ hôm nay đến hạn của đơn vị mình ({day(moving.work.due_on)}).", "due_on"
        )
    return due_on


def tell_person(moving: Moving) -> None:
    work = moving.work
    if work.person is not None:
        key = f"hand_on:{work.pk}:{work.version}"
        tell_people([work.person], "hand_on", work.directive, key=key, work=work)


def tell_schools(moving: Moving) -> None:
    work = moving.work
    key = f"hand_down:{work.pk}:{work.version}"
    due_on = moving.data.get("due_on")
    tell_units(_wanted(moving), "hand_down", work.directive, key=key, work=work, due_on=due_on)
