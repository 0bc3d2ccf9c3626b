"""Files of reports that somebody may know of: of the reports they see, and those sealed to them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.reports.models import Evidence
from mangnon.reports.perms import barred_from, key_units
from mangnon.reports.queries.triage import reports_visible_to
from mangnon.units.api import Person


def evidence_visible_to(person: Person) -> QuerySet[Evidence]:
    """What the police alone may open is found by the police though the report is not theirs."""
    units = [unit.pk for unit in key_units(person)]
    if not units:
        return Evidence.objects.none()
    seen = Q(Exists(reports_visible_to(person).order_by().filter(pk=OuterRef("report_id"))))
    seen |= Q(unit_key__unit__in=units)
    rows = Evidence.objects.filter(seen).exclude(Exists(barred_from(person, OuterRef("report"))))
    return rows.select_related("report", "unit_key__unit").prefetch_related("custody__by")


def evidence_for(person: Person, pk: UUID) -> Evidence:
    """Raises Evidence.DoesNotExist alike for what is not there and what is not theirs."""
    return evidence_visible_to(person).get(pk=pk)


def evidence_of(person: Person, report: UUID) -> list[Evidence]:
    return list(evidence_visible_to(person).filter(report=report))


def sealed_to(person: Person) -> QuerySet[Evidence]:
    """What waits for the police: sealed to a unit of theirs."""
    units = key_units(person)
    return evidence_visible_to(person).filter(unit_key__unit__in=units).order_by("-received_at")
