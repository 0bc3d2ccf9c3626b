"""Units change their names and end. Old letters keep the old name: names are never overwritten."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from mangnon.base.audit import api as audit
from mangnon.units.choices import Certainty
from mangnon.units.models import Person, Unit, UnitName
from mangnon.units.perms import can_manage_units, forget_scope, today
from mangnon.units.refusals import Invalid, NotAllowed


@transaction.atomic
def rename_unit(
    *,
    by: Person,
    unit: Unit,
    name: str,
    short_name: str = "",
    address: str = "",
    source: str = "",
    valid_from: date | None = None,
) -> UnitName:
    """Another name or address from a day on, with its ground. The name before ends the day before.

    A second change on the same day mends the first. Raises NotAllowed, or Invalid for a day before
    the current name began or after today.
    """
    if not can_manage_units(by, unit):
        raise NotAllowed("Anh/chị không được đổi tên đơn vị này.")
    since = valid_from or today()
    _end_names_before(unit, since)
    new, _ = UnitName.objects.update_or_create(
        unit=unit,
        valid_from=since,
        defaults={
            "name": name,
            "short_name": short_name,
            "address": address,
            "source": source,
            "certainty": Certainty.CHECKED if source else Certainty.UNCHECKED,
            "valid_to": None,
        },
    )
    unit.name, unit.short_name, unit.address = name, short_name, address
    unit.save(update_fields=["name", "short_name", "address"])
    audit.record(by=by, what="unit.renamed", on=unit, facts={"since": since})
    return new


def _end_names_before(unit: Unit, since: date) -> None:
    if since > today():
        raise Invalid("Ngày đổi tên chưa đến.", "valid_from")
    if unit.names.filter(valid_from__gt=since).exists():
        raise Invalid("Đơn vị đã có tên mới hơn ngày này.", "valid_from")
    current = unit.names.filter(valid_to=None, valid_from__lt=since)
    current.update(valid_to=since - timedelta(days=1))


@transaction.atomic
def close_unit(*, by: Person, unit: Unit) -> None:
    """The unit ends today. Raises NotAllowed, or Invalid while units below it live."""
    if not can_manage_units(by, unit):
        raise NotAllowed("Anh/chị không được ngừng đơn vị này.")
    if unit.children.filter(valid_to=None).exists():
        raise Invalid("Đơn vị này còn đơn vị trực thuộc.")
    unit.valid_to = today()
    unit.save(update_fields=["valid_to"])
    unit.names.filter(valid_to=None).update(valid_to=today())
    forget_scope(by)
    audit.record(by=by, what="unit.closed", on=unit)
