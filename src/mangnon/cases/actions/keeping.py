"""The keys of a case: opened for whoever may, given to the units that carry the case.

When a unit leaves, `Case.key_generation` asks for one more, and whoever writes next with the keys
open makes it (`writing_key`): what the unit kept opens nothing that is written from then on. Until
then words go to the public keys of the units that stay, never under a key that one took along.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from mangnon.cases.actions.facts import REFERRALS_GOING, barred_units
from mangnon.cases.models import Case, CaseKey
from mangnon.cases.sealed import MOST_KEYS, generation_of
from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import (
    Locked,
    Reader,
    UnitKey,
    duty_desk,
    give_key,
    key_for,
    recipients,
)
from mangnon.units.api import Unit


def new_case_key(case: Case, units: Iterable[Unit]) -> bytes:
    """A fresh key, sealed to those units; kept nowhere else."""
    key = sealing.new_key()
    _give(case, key, units)
    return key


def case_key(case: Case, reader: Reader | None) -> bytes | None:
    """The case's keys, as many as the reader holds, to read with; to write: `writing_key`."""
    if reader is None:
        return None
    try:
        return key_for(reader, case.keys.all())
    except NotOpened:
        return None


def writing_key(case: Case, reader: Reader | None) -> bytes | None:
    """The case's keys with a fresh one when a unit has left, under the case's lock; None for a
    reader who does not hold the newest."""
    key = case_key(case, reader)
    there = case.keys.aggregate(most=Max("generation"))["most"] or 1
    if key is None or generation_of(key) < there:
        return None
    wanted = Case.objects.values_list("key_generation", flat=True).get(pk=case.pk)
    return key if generation_of(key) >= wanted else _renewed(case, key)


def _renewed(case: Case, key: bytes) -> bytes:
    """One more key, to every unit that holds the case. A key that a unit gave up when somebody left
    it gets none: its units have a newer one by now, or get it by `complete_keys`."""
    keys = key + sealing.new_key()
    rows = list(case.keys.filter(unit_key__retired_at=None).select_related("unit_key"))
    boxes = dict(give_key(keys, [row.unit_key for row in rows]))
    for row in rows:
        row.wrapped_key, row.generation = boxes[row.unit_key], generation_of(keys)
    CaseKey.objects.bulk_update(rows, ["wrapped_key", "generation"])
    Case.objects.filter(pk=case.pk).update(key_generation=generation_of(keys))
    complete_keys(case, keys)
    return keys


def holders(case: Case) -> list[UnitKey]:
    """To whom words go that are written without the case's key: the units that have it and the
    owner, who may wait for it still; no unit that is barred."""
    barred = case.report.barred.exclude(unit=None).values("unit_id")
    rows = case.keys.exclude(unit_key__unit__in=barred).select_related("unit_key")
    found = {row.unit_key_id: row.unit_key for row in rows}
    found |= {key.pk: key for key in recipients([case.owner])}
    return list(found.values())


def hand_on_key(case: Case, key: bytes | None, unit: Unit) -> None:
    """The new owner must be able to read. Raises Locked when the key is not open to hand on."""
    if key is None:
        raise Locked
    _give(case, key, [unit])


def complete_keys(case: Case, key: bytes) -> None:
    """Whoever carries or helps has the key, also those named while it could not be opened; nobody
    who is barred."""
    shares = case.shares.filter(ended_at=None).select_related("unit")
    units, barred = {case.owner, case.receiver, *(one.unit for one in shares)}, barred_units(case)
    for unit in (unit for unit in units if unit.pk not in barred):
        if not case.keys.filter(unit_key__unit=unit, unit_key__retired_at=None).exists():
            _give(case, key, [unit])


def take_back_keys(case: Case) -> None:
    """Who neither carries the case, nor helps, nor was asked to, holds no box with its keys, and
    what is written from now on wants a fresh one."""
    helping = case.shares.filter(ended_at=None).values("unit_id")
    asked = case.referrals.filter(state__in=REFERRALS_GOING).values("to_unit_id")
    stay = [case.owner_id, case.receiver_id, duty_desk().pk]
    others = case.keys.exclude(unit_key__unit__in=stay)
    left = others.exclude(unit_key__unit__in=helping).exclude(unit_key__unit__in=asked)
    if left.delete()[0]:
        there = case.keys.aggregate(most=Max("generation"))["most"] or 1
        wanted = min(there + 1, MOST_KEYS)
        Case.objects.filter(pk=case.pk).update(key_generation=wanted)


def _give(case: Case, key: bytes, units: Iterable[Unit]) -> None:
    rows = [
        CaseKey(case=case, unit_key=unit_key, wrapped_key=box, generation=generation_of(key))
        for unit_key, box in give_key(key, recipients(units))
    ]
    CaseKey.objects.bulk_create(rows, ignore_conflicts=True)
