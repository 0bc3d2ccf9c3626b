"""Who works on a report once it is a case: said by the domain of the cases, which stands above.

Where a case went on to another unit, the people who carry it there read its report and answer the
reporter: not everybody of that unit, as at the desk that received it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.reports.models import Report, ReportKey
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class Carriers:
    """`carried_by`: rows with a `report_id`, of the cases that a person carries for the unit
    responsible. `units_of`: by the ids of reports, the units responsible for their cases, where
    those are others than received them. `people_of`: who is told there."""

    carried_by: Callable[[Person], QuerySet[Any]]
    units_of: Callable[[Collection[Report]], dict[UUID, Unit]]
    people_of: Callable[[Report], list[Person]]


_known: list[Carriers] = []


def register_carriers(carriers: Carriers) -> None:
    """Once, when the program starts."""
    _known[:] = [carriers]


def carried_by(person: Person) -> Q:
    """The condition, on rows of `Report`, that the person carries the case of it."""
    found = Q(pk__in=[])
    for one in _known:
        found |= Q(Exists(one.carried_by(person).filter(report_id=OuterRef("pk"))))
    return found


def boxes_for(report: Any, unit: Any) -> QuerySet[ReportKey]:
    """The key of a report sealed to a unit in which somebody opens it; of rows that a query names
    by an OuterRef, or of one report and one unit."""
    return _opened().filter(report=report, unit_key__unit=unit)


def _opened() -> QuerySet[ReportKey]:
    somebody = Q(unit_key__grants__isnull=False) | ~Q(unit_key__kept_private=b"")
    return ReportKey.objects.filter(somebody)


def reading_units(reports: Collection[Report]) -> dict[UUID, Unit]:
    """By the ids of reports, the units that carry their cases though others received them, and that
    open them."""
    found = {pk: unit for one in _known for pk, unit in one.units_of(reports).items()}
    sealed = _opened().filter(report__in=list(found)).values_list("report_id", "unit_key__unit_id")
    boxes = set(sealed) if found else set()
    return {pk: unit for pk, unit in found.items() if (pk, unit.pk) in boxes}


def people_carrying(report: Report) -> list[Person]:
    """Whom the unit responsible wants told, when it is another than received the report."""
    return [person for one in _known for person in one.people_of(report)]
