"""The key of a case: opened for whoever may, given to the units that carry the case."""

from __future__ import annotations

from collections.abc import Iterable

from mangnon.cases.models import Case, CaseKey
from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Locked, Reader, UnitKey, give_key, key_for, recipients
from mangnon.units.api import Unit


def new_case_key(case: Case, units: Iterable[Unit]) -> bytes:
    """A fresh key, sealed to those units; kept nowhere else."""
    key = sealing.new_key()
    _give(case, key, units)
    return key


def case_key(case: Case, reader: Reader | None) -> bytes | None:
    """The case's key, when the reader holds it."""
    if reader is None:
        return None
    try:
        return key_for(reader, case.keys.all())
    except NotOpened:
        return None


def holders(case: Case) -> list[UnitKey]:
    """The unit keys that open the case."""
    return [row.unit_key for row in case.keys.select_related("unit_key")]


def hand_on_key(case: Case, key: bytes | None, unit: Unit) -> None:
    """The new owner must be able to read. Raises Locked when the key is not open to hand on."""
    if key is None:
        raise Locked
    _give(case, key, [unit])


def complete_keys(case: Case, key: bytes) -> None:
    """Whoever carries or helps has the key: also those named while it could not be opened."""
    shares = case.shares.filter(ended_at=None).select_related("unit")
    for unit in {case.owner, case.receiver, *(share.unit for share in shares)}:
        if not case.keys.filter(unit_key__unit=unit, unit_key__retired_at=None).exists():
            _give(case, key, [unit])


def _give(case: Case, key: bytes, units: Iterable[Unit]) -> None:
    rows = [
        CaseKey(case=case, unit_key=unit_key, wrapped_key=box)
        for unit_key, box in give_key(key, recipients(units))
    ]
    CaseKey.objects.bulk_create(rows, ignore_conflicts=True)
