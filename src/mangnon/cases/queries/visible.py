"""The only road to cases: which ones a person sees, as one query.

Lists, counts, search and exports start from `cases_visible_to`; what is barred from somebody is in
none of them. `perms.can_see` says the same of one case.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.choices import FieldClass, Part, ReferralState
from mangnon.cases.models import BrokenGlass, Case, IdentityRequest, Referral, Share
from mangnon.cases.perms import (
    can_break_glass,
    classes_of,
    coordinating_at,
    open_glass,
    parts_from,
    shared_with,
    working_at,
)
from mangnon.cases.queries.carrying import opened_there
from mangnon.kit import clock
from mangnon.reports.api import barred_from
from mangnon.units.api import Person, Role, Unit, scope_of


def cases_visible_to(person: Person) -> QuerySet[Case]:
    """Every case in which the person has a part, or reads in need; none that is barred."""
    units = [unit.pk for unit in working_at(person)]
    if not units:
        return Case.objects.none()
    seen = _own(person, units) | _above(person) | _helping(units) | _in_need(person)
    return Case.objects.filter(seen).exclude(Exists(barred_from(person, OuterRef("report_id"))))


def case_for(person: Person, pk: UUID | str) -> Case:
    """One of them. Raises Case.DoesNotExist alike for what is not there and what is not theirs."""
    related = ("report", "owner", "receiver", "person")
    return cases_visible_to(person).select_related(*related).get(pk=pk)


@dataclass(frozen=True)
class Standing:
    """A case with what the person is in it and may read of it, as `perms` says one by one.

    `report_opens`: whether the unit responsible opens the report."""

    case: Case
    parts: frozenset[Part]
    classes: frozenset[FieldClass]
    in_need: bool
    report_opens: bool


def standing_in(person: Person, pk: UUID | str) -> Standing:
    """A case and all rights in it, with two queries. Raises Case.DoesNotExist as `case_for`."""
    units = [unit.pk for unit in working_at(person)]
    told = IdentityRequest.objects.filter(
        case=OuterRef("pk"), asked_by=person, granted=True, until__gt=clock.now()
    )
    referred = Referral.objects.filter(
        case=OuterRef("pk"), state=ReferralState.ACCEPTED, to_unit__in=units
    )
    glass = BrokenGlass.objects.filter(open_glass(person), case=OuterRef("pk"))
    places = ("report__receiving_unit", "owner", "receiver", "person", "commune_of_event")
    case = (
        cases_visible_to(person)
        .select_related(*places, "commune_of_residence")
        .annotate(told=Exists(told), referred=Exists(referred), in_need=Exists(glass))
        .annotate(has_twins=Exists(Case.objects.filter(duplicate_of=OuterRef("pk"))))
        .annotate(report_opens=opened_there())
        .get(pk=pk)
    )
    shared = shared_with(person, case)
    parts = parts_from(person, case, shared, lambda: case.referred)
    classes = classes_of(parts, shared, in_need=case.in_need, told=case.told)
    return Standing(case, parts, classes, case.in_need, case.report_opens)


def _own(person: Person, units: list[int]) -> Q:
    """Of units followed as a whole; not yet given to anybody; given to this person."""
    follows = [unit.pk for unit in coordinating_at(person)]
    return (
        Q(owner__in=follows)
        | Q(receiver__in=follows)
        | (Q(person=None) & (Q(owner__in=units) | Q(receiver__in=units)))
        | Q(person=person, owner__in=units)
    )


def _above(person: Person) -> Q:
    """The province of a provincial officer."""
    found = Q(pk__in=[])
    for held in scope_of(person).held:
        if held.role == Role.PROVINCIAL_OFFICER:
            inside = Unit.objects.filter(path__startswith=held.root).order_by()
            found |= Q(owner__in=inside.values("pk"))
    return found


def _helping(units: list[int]) -> Q:
    shares = Share.objects.filter(case=OuterRef("pk"), ended_at=None, unit__in=units)
    referred = Referral.objects.filter(
        case=OuterRef("pk"), state=ReferralState.ACCEPTED, to_unit__in=units
    )
    return Q(Exists(shares)) | Q(Exists(referred))


def _in_need(person: Person) -> Q:
    return Q(Exists(BrokenGlass.objects.filter(open_glass(person), case=OuterRef("pk"))))


def case_in_need(person: Person, number: str) -> Case:
    """The case of a number, for somebody who may break the glass for it or has broken it.

    Raises Case.DoesNotExist alike for a number that is not there and one that is not for them.
    """
    related = ("report", "owner", "receiver", "person")
    with for_the_system("whether one may look in need"):
        case = Case.objects.select_related(*related).get(number=number.strip().upper())
    if not can_break_glass(person, case):
        raise Case.DoesNotExist
    return case


def glasses_to_judge(person: Person) -> QuerySet[BrokenGlass]:
    """What was opened in need and nobody has judged, for a supervisor; not the person's own."""
    rows = BrokenGlass.objects.filter(judged_right=None).exclude(person=person)
    return rows.filter(case__in=supervised_by(person)).select_related("case", "person")


def identity_to_answer(person: Person) -> QuerySet[IdentityRequest]:
    """Who asks who a reporter is, for a supervisor to answer; not the person's own."""
    rows = IdentityRequest.objects.filter(granted=None).exclude(asked_by=person)
    return rows.filter(case__in=supervised_by(person)).select_related("case", "asked_by")


def supervised_by(person: Person) -> QuerySet[Case]:
    """The cases whose supervisor the person is."""
    return cases_visible_to(person).filter(_above(person))
