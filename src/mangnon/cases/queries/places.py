"""Communes and units to choose from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mangnon.cases.models import Case
from mangnon.kit import clock
from mangnon.units.api import Commune, Unit, UnitKind

_HELPERS = (
    UnitKind.COMMUNE,
    UnitKind.DEPARTMENT,
    UnitKind.POLICE,
    UnitKind.SOCIAL_WORK_CENTRE,
)


def communes_of(unit: Unit) -> QuerySet[Commune]:
    """The communes of the unit's province, by name."""
    return Commune.objects.filter(province_id=unit.province_id).order_by("name")


def units_to_ask(case: Case) -> QuerySet[Unit]:
    """Who can help or take over: the units of the province that open matters, none barred."""
    barred = case.report.barred.exclude(unit=None).values("unit_id")
    found = Unit.objects.on(clock.today()).filter(province_id=case.owner.province_id)
    return found.filter(kind__in=_HELPERS).exclude(pk__in=barred).order_by("path")


def units_to_forward_to(case: Case) -> QuerySet[Unit]:
    """The committees of the communes of the event and of residence, and the desks above."""
    places = [case.commune_of_event_id, case.commune_of_residence_id]
    here = Q(kind=UnitKind.COMMUNE, commune_id__in=[one for one in places if one])
    return units_to_ask(case).filter(here | Q(kind=UnitKind.DEPARTMENT))


def is_barred_unit(case: Case, unit: Unit) -> bool:
    """Whether the unit, or one above it, must never see the case."""
    above = {int(pk) for pk in unit.path.strip("/").split("/") if pk.isdigit()} | {unit.pk}
    return case.report.barred.filter(unit__in=above).exists()
