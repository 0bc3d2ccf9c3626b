"""What the frame of each page asks of the domains."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError

from mangnon.units.api import Person, Province, Unit, current_unit

_names: dict[str, str] = {}


def province_name() -> str:
    """The province served, "Tỉnh Quảng Ngãi"; "" before it is loaded. Asked for once."""
    code = settings.PROVINCE_CODE
    if code not in _names:
        try:
            _names.update(Province.objects.filter(pk=code).values_list("code", "name"))
        except DatabaseError:  # an error page is shown also when the database is what broke
            return ""
    return _names.get(code, "")


def unit_of(person: Person) -> Unit | None:
    """The unit for which a signed-in person works now."""
    return current_unit(person)
