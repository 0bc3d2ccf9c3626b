"""Requests about data: the only road to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.cases.choices import SubjectKind
from mangnon.cases.models import SubjectRequest
from mangnon.cases.perms import coordinating_at, working_at
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.reports.api import barred_from
from mangnon.units.api import Person, Role, scope_of

ERASING = (SubjectKind.DELETE, SubjectKind.DELETE_SHARED)


def requests_visible_to(person: Person) -> QuerySet[SubjectRequest]:
    """Those of the units where the person works, about a case that the person sees or about none;
    for a provincial officer those of the province. Nothing about a case from which one is barred.
    """
    units = [unit.pk for unit in working_at(person)]
    if not units:
        return SubjectRequest.objects.none()
    here = Q(unit__in=units) & (Q(case=None) | Q(case__in=cases_visible_to(person)))
    for held in scope_of(person).held:
        if held.role == Role.PROVINCIAL_OFFICER:
            here |= Q(unit__path__startswith=held.root)
    rows = SubjectRequest.objects.filter(here)
    return rows.exclude(Exists(barred_from(person, OuterRef("case__report_id"))))


def request_for(person: Person, pk: UUID | str) -> SubjectRequest:
    """One of them. Raises SubjectRequest.DoesNotExist alike for what is absent and not theirs."""
    related = ("unit__commune", "unit__parent", "case__owner", "recorded_by", "done_by")
    return requests_visible_to(person).select_related(*related).get(pk=pk)


def requests_open(person: Person) -> QuerySet[SubjectRequest]:
    """Those not yet done, the first to run out on top."""
    rows = requests_visible_to(person).filter(done_at=None)
    return rows.select_related("unit", "case").order_by("due_at")


def requests_done(person: Person) -> QuerySet[SubjectRequest]:
    rows = requests_visible_to(person).exclude(done_at=None)
    return rows.select_related("unit", "case").order_by("-done_at")


def can_record_request(person: Person) -> bool:
    """Write down a request that came: whoever works on cases."""
    return bool(working_at(person))


def can_decide_request(person: Person, asked: SubjectRequest) -> bool:
    """Answer, make longer, do or refuse: who follows all cases of the unit that has it, and the
    province's officers; erasing never by who wrote it down."""
    here = {unit.pk for unit in coordinating_at(person)}
    above = scope_of(person).has(Role.PROVINCIAL_OFFICER, asked.unit)
    seen = requests_visible_to(person).filter(pk=asked.pk).exists()
    return seen and (asked.unit_id in here or above)
