"""Packages of cases as far as somebody sees the case; whom of the police a case was reported to."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from mangnon.cases.choices import PackageKind
from mangnon.cases.models import Arrival, Case, Package, ProvinceCard
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.units.api import Person, Unit, UnitKind

_RELATED = ("case__report", "case__owner", "to_unit", "to_province", "made_by", "made_for",
            "received_by")  # fmt: skip


def packages_of(case: Case, kind: PackageKind) -> list[Package]:
    return list(case.packages.filter(kind=kind).select_related(*_RELATED))


def package_for(person: Person, pk: UUID) -> Package:
    """Raises Package.DoesNotExist alike for what is not there and what is not theirs."""
    seen = Package.objects.filter(case__in=cases_visible_to(person))
    return seen.select_related(*_RELATED).get(pk=pk)


def police_asked(case: Case) -> Unit | None:
    """The unit of the police that reads the case since the crime was reported."""
    share = (
        case.shares.filter(ended_at=None, unit__kind=UnitKind.POLICE)
        .select_related("unit")
        .order_by("made_at")
        .first()
    )
    return share.unit if share else None


def known_provinces() -> QuerySet[ProvinceCard]:
    return ProvinceCard.objects.filter(ended_at=None)


def arrivals_for(person: Person) -> QuerySet[Arrival]:
    """What came from other provinces, of the cases that the person sees."""
    seen = Arrival.objects.filter(case__in=cases_visible_to(person))
    return seen.select_related("case", "province", "by")
