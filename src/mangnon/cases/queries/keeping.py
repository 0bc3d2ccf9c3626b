"""How long cases stay, and who reads one now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from mangnon.cases.choices import FieldClass, Part, ReferralState, State
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import BrokenGlass, Case, Hold
from mangnon.cases.perms import classes_readable, parts_of
from mangnon.cases.queries.visible import supervised_by
from mangnon.cases.retention import kept_until, retentions
from mangnon.kit import clock
from mangnon.reports.api import duty_desk, key_units
from mangnon.units.api import Person, Unit, people_at


@dataclass(frozen=True)
class Reading:
    """Somebody who can read the case now, in which parts and what of it; `until`: in need."""

    person: Person
    unit: Unit
    parts: list[str]
    classes: list[str]
    until: datetime | None = None


def readers_of(case: Case) -> list[Reading]:
    """Everybody with a part in it at the units that carry it, help or stand above, and who opened
    it in need. By unit, then name."""
    units = {unit.pk: unit for unit in _units_of(case)}
    found: dict[object, Reading] = {}
    for unit in units.values():
        for person in people_at(unit):
            parts = parts_of(person, case) if person.pk not in found else frozenset()
            if parts:
                found[person.pk] = _reading(person, unit, case, parts)
    for glass in _glasses(case):
        if glass.person_id not in found and (homes := key_units(glass.person)):
            row = _reading(glass.person, homes[0], case, frozenset())
            found[glass.person_id] = Reading(
                row.person, row.unit, ["mở khi cần"], row.classes, glass.until
            )
    return sorted(found.values(), key=lambda one: (one.unit.path, one.person.full_name))


def _units_of(case: Case) -> list[Unit]:
    shares = case.shares.filter(ended_at=None).select_related("unit")
    asked = case.referrals.filter(state=ReferralState.ACCEPTED).select_related("to_unit")
    above = [int(pk) for pk in case.owner.path.strip("/").split("/") if pk.isdigit()]
    return [
        case.owner,
        case.receiver,
        *(one.unit for one in shares),
        *(one.to_unit for one in asked),
        duty_desk(),
        *Unit.objects.filter(pk__in=above),
    ]


def _glasses(case: Case) -> QuerySet[BrokenGlass]:
    open_now = case.broken_glass.filter(until__gt=clock.now()).exclude(judged_right=False)
    return open_now.select_related("person")


def _reading(person: Person, unit: Unit, case: Case, parts: frozenset[Part]) -> Reading:
    classes = classes_readable(person, case)
    labels = [str(one.label) for one in FieldClass if one in classes]
    return Reading(person, unit, [str(one.label) for one in Part if one in parts], labels)


@dataclass(frozen=True)
class Staying:
    """A case that has ended, and the last day of its words. `last_day` None: held, or erased."""

    case: Case
    words: str
    unchecked: bool
    last_day: date | None
    hold: Hold | None
    erased: bool


def staying(person: Person) -> QuerySet[Case]:
    """Ended cases that the person supervises, the first to end on top; erased ones last."""
    rows = supervised_by(person).filter(state__in=FINAL)
    ended = rows.annotate(ended=Coalesce("closed_at", Max("events__at")))
    return ended.select_related("owner").order_by("ended", "pk")


def staying_rows(cases: list[Case]) -> list[Staying]:
    """The cases of a page; two queries for all."""
    ids = [one.pk for one in cases]
    holds = {one.case_id: one for one in Hold.objects.filter(case__in=ids, lifted_at=None)}
    with_keys = set(
        Case.objects.filter(pk__in=ids, keys__isnull=False).values_list("pk", flat=True)
    )
    return [_staying(one, holds.get(one.pk), one.pk not in with_keys) for one in cases]


def _staying(case: Case, hold: Hold | None, erased: bool) -> Staying:
    name = "mistake" if case.state == State.VOID else case.retention
    rule = retentions().get(name)
    ended = clock.local(case.ended).date()  # type: ignore[attr-defined]
    last = None if case.held or erased else kept_until(name, ended)
    words = rule.words if rule else "Chưa phân nhóm"
    return Staying(case, words, not (rule and rule.is_checked), last, hold, erased)
