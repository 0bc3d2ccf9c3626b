"""Who works on the report of a case, where another unit is responsible than received it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.choices import State
from mangnon.cases.models import Case
from mangnon.cases.perms import coordinating_at, working_at
from mangnon.reports.api import Report, boxes_for
from mangnon.units.api import Person


def carried_by(person: Person) -> QuerySet[Case]:
    """Cases that the person carries for the unit responsible: HEAD, CHAIR or WORKER of `perms`."""
    units = [unit.pk for unit in working_at(person)]
    follows = [unit.pk for unit in coordinating_at(person)]
    own = Q(owner__in=follows) | Q(owner__in=units, person=None) | Q(owner__in=units, person=person)
    return Case.objects.filter(own).exclude(state=State.VOID)


def gone_on(reports: Collection[Report]) -> dict[UUID, Case]:
    """By the ids of reports, their cases where another unit is responsible than received them."""
    received = {one.pk: one.receiving_unit_id for one in reports}
    living = Case.objects.filter(report__in=list(received)).exclude(state=State.VOID)
    related = ("owner", "person", "report", "receiver")
    last = {case.report_id: case for case in living.select_related(*related).order_by("opened_at")}
    return {pk: case for pk, case in last.items() if case.owner_id != received[pk]}


@for_the_system("for whoever received the report, whose the case of it is")
def case_awaiting_key(report: Report) -> Case | None:
    """The case whose unit does not open the report yet: somebody who does hands the key on."""
    case = gone_on([report]).get(report.pk)
    if case is None or not report.body or boxes_for(report, case.owner).exists():
        return None
    return case


def opened_there() -> Exists:
    """On rows of cases: whether the unit responsible opens the report."""
    return Exists(boxes_for(OuterRef("report_id"), OuterRef("owner_id")))
