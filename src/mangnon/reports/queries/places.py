"""Places and units that a reporter may name."""

from __future__ import annotations

from django.conf import settings

from mangnon.kit import clock
from mangnon.kit.briefly import briefly
from mangnon.units.api import Commune, Unit, UnitKind


def communes_of_the_province() -> list[tuple[str, str]]:
    """(code, name) of the communes served, by name."""
    return list(_communes(settings.PROVINCE_CODE))


@briefly
def _communes(province: str) -> tuple[tuple[str, str], ...]:
    found = Commune.objects.filter(province_id=province).order_by("name")
    return tuple(found.values_list("code", "name"))


def place_of_code(code: str) -> Unit | None:
    """The school or commune whose poster carries this code."""
    if not code:
        return None
    kinds = [UnitKind.SCHOOL, UnitKind.COMMUNE]
    return Unit.objects.on(clock.today()).filter(code=code, kind__in=kinds).first()
