"""To whom a unit can hand its work."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mangnon.directives.models import Assignment
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, people_at


def units_below(unit: Unit) -> QuerySet[Unit]:
    """The units that stand right below, or that the unit manages by profession, as of today."""
    below = Q(parent=unit) | Q(line_manager=unit)
    return Unit.objects.on(clock.today()).filter(below).exclude(pk=unit.pk)


def units_to_hand_down(unit: Unit, assignment: Assignment) -> tuple[Unit, ...]:
    """Units below or managed by profession that do not have this work yet."""
    had = Assignment.objects.filter(clause=assignment.clause_id).values("unit_id")
    return tuple(units_below(unit).exclude(pk__in=had))


def people_to_hand_on(person: Person, unit: Unit) -> tuple[Person, ...]:
    """Who in the unit can be handed work, the asking person last."""
    people = people_at(unit)
    return tuple(sorted(people, key=lambda each: (each.pk == person.pk, each.full_name)))
