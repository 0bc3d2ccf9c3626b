"""Masked exports: whose they are, who may agree to one, and the cases behind one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.budget import Told
from mangnon.cases.choices import DeadlineState, ExportKind
from mangnon.cases.exporting import Matter
from mangnon.cases.models import Case, Deadline, Export
from mangnon.cases.perms import coordinating_at, working_at
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.kit import clock
from mangnon.reports.api import duty_desk
from mangnon.units.api import Person, Role, RoleGrant, Unit, people_at, scope_of

_ASKERS = frozenset({Role.PROVINCIAL_OFFICER, Role.DEPARTMENT_OFFICER, Role.COMMUNE_LEADER})
_AT_ONCE, _ID_BYTES = 2000, 16


def can_export(person: Person) -> bool:
    """Ask for a masked export: officers and leaders, of the cases they see anyway."""
    scope = scope_of(person)
    return any(scope.roles_at(unit) & _ASKERS for unit in coordinating_at(person))


def can_grant_export(person: Person, made: Export) -> bool:
    """Agree to another's: provincial officers of the asker's province, never the asker."""
    if made.asked_by_id == person.pk:
        return False
    scope = scope_of(person)
    return any(scope.has(Role.PROVINCIAL_OFFICER, unit) for unit in scope_of(made.asked_by).homes)


def exports_of(person: Person) -> QuerySet[Export]:
    """The person's own, newest first."""
    return Export.objects.filter(asked_by=person).select_related("answered_by")


def exports_to_grant(person: Person) -> QuerySet[Export]:
    """What waits for this person's agreement, as `can_grant_export` says of one."""
    held = [one for one in scope_of(person).held if one.role == Role.PROVINCIAL_OFFICER]
    if not held:
        return Export.objects.none()
    below = Unit.objects.filter(reduce(or_, (one.condition() for one in held))).order_by()
    people = RoleGrant.objects.on(clock.today()).filter(unit__in=below).values("person")
    rows = Export.objects.filter(wants_second=True, granted=None).exclude(asked_by=person)
    mine = rows.filter(asked_by__in=people, asked_by__is_active=True)
    return mine.select_related("asked_by")


def export_for(person: Person, pk: UUID | str) -> Export:
    """One's own, or one that waits for this person. Raises Export.DoesNotExist alike otherwise."""
    made = Export.objects.select_related("asked_by", "answered_by").get(pk=pk)
    if made.asked_by_id != person.pk and not can_grant_export(person, made):
        raise Export.DoesNotExist
    return made


def asked_since(person: Person, moment: datetime) -> int:
    return Export.objects.filter(asked_by=person, asked_at__gte=moment).count()


def who_grants(person: Person) -> list[Person]:
    """The provincial officers who may agree to what this person asks."""
    people = people_at(duty_desk(), [Role.PROVINCIAL_OFFICER]).exclude(pk=person.pk)
    return list(people)


def cases_of_export(
    person: Person, first: date, last: date, *, until: datetime | None = None
) -> QuerySet[Case]:
    """The cases received in those days that the person sees now; `until`: and that were there
    then. What is barred is in none."""
    begin, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    rows = cases_visible_to(person).filter(received_at__gte=begin, received_at__lt=end)
    return rows if until is None else rows.filter(opened_at__lte=until)


def told_to(person: Person) -> list[Told]:
    """What the units of this person have taken, the oldest first."""
    units = [unit.pk for unit in working_at(person)]
    taken = Export.objects.filter(Q(unit__in=units) | Q(asked_by=person)).exclude(taken_at=None)
    rows = taken.order_by("taken_at", "pk").values_list("number", "told", "kind")
    return [
        Told(number, cases_in(bytes(told)), kind == ExportKind.TABLE) for number, told, kind in rows
    ]


def cases_in(told: bytes) -> frozenset[str]:
    return frozenset(
        str(UUID(bytes=told[at : at + _ID_BYTES])) for at in range(0, len(told), _ID_BYTES)
    )


def as_bytes(matters: Iterable[Matter]) -> bytes:
    """The ids of cases, as `Export.told` keeps them."""
    return b"".join(sorted(UUID(one.mix).bytes for one in matters))


@for_the_system("what was told before is judged whoever may still see it")
def matters_told(told: Iterable[Told], but: Iterable[Matter]) -> list[Matter]:
    """The cases of earlier exports that are not among those asked for now."""
    now = {one.mix for one in but}
    ids = sorted(frozenset().union(*(one.cases for one in told)) - now)
    found: list[Matter] = []
    for start in range(0, len(ids), _AT_ONCE):
        found += matters_of(Case.objects.filter(pk__in=ids[start : start + _AT_ONCE]))
    return found


def matters_of(cases: QuerySet[Case]) -> list[Matter]:
    """The cases as what may be told of them is made from; two queries."""
    rows = list(cases.select_related("report", "commune_of_event").order_by("pk"))
    kept = _kept([one.pk for one in rows])
    return [_matter(one, kept[one.pk]) for one in rows]


def _kept(ids: list[UUID]) -> dict[UUID, Counter[str]]:
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for start in range(0, len(ids), _AT_ONCE):
        some = Deadline.objects.filter(case__in=ids[start : start + _AT_ONCE])
        for pk, state in some.values_list("case_id", "state"):
            found[pk][state] += 1
    return found


_BROKEN: Iterable[str] = (DeadlineState.BREACHED, DeadlineState.MET_LATE)


def _matter(case: Case, clocks: Counter[str]) -> Matter:
    place = case.commune_of_event
    return Matter(
        mix=str(case.pk),
        received_on=clock.local(case.received_at).date(),
        commune=place.name if place else "Chưa biết",
        kind=case.report.get_kind_display(),
        urgency=case.get_urgency_display(),
        state=case.get_state_display(),
        met=clocks[DeadlineState.MET],
        broken=sum(clocks[state] for state in _BROKEN),
    )
