"""Requests to open a site: who sees which, what waits for whom, what is open just now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from mangnon.gateway.choices import AskState, Group
from mangnon.gateway.counted_words import OF_CATEGORY, words_of
from mangnon.gateway.engine import names
from mangnon.gateway.engine.data import services
from mangnon.gateway.engine.decide import Decider
from mangnon.gateway.engine.plan import SERVICE, Plan
from mangnon.gateway.letters_now import OWN, group_of, letter_of, strictest
from mangnon.gateway.models import Allowance, Site, UnblockRequest
from mangnon.gateway.perms import (
    SCHOOL_DECIDERS,
    can_allow,
    can_answer,
    can_see_filters,
    can_steer_province,
    can_steer_school,
)
from mangnon.gateway.planning import plan_of, resolved
from mangnon.gateway.queries.sites import groups_of
from mangnon.gateway.queries.verdicts import NoBundle, bundle_in_use
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind, scope_of

PUPILS = (Group.MAM_NON, Group.TIEU_HOC, Group.THCS, Group.THPT)
LESSON_MINUTES = 45
TEACHER_HOURS, KEEPER_DAYS, PROVINCE_DAYS = 12, 31, 366
_WAITING = Q(state=AskState.WAITING)
_UP = Q(state=AskState.PASSED_UP)


def requests_visible_to(person: Person) -> QuerySet[UnblockRequest]:
    """Of the schools that a person reaches. Nothing in them tells who asked."""
    if not can_see_filters(person):
        return UnblockRequest.objects.none()
    rows = UnblockRequest.objects.filter(site__unit__in=scope_of(person).units().order_by())
    return rows.select_related("site__unit", "answered_by", "passed_by")


def request_for(person: Person, pk: UUID) -> UnblockRequest:
    """Raises UnblockRequest.DoesNotExist."""
    return requests_visible_to(person).get(pk=pk)


def waiting_for(person: Person) -> QuerySet[UnblockRequest]:
    """What this person is to answer: at the own school what the school decides; for who steers the
    province what was passed up. The most wanted first."""
    scope = scope_of(person)
    schools = [h.unit.pk for h in scope.held if h.role in SCHOOL_DECIDERS]
    mine = _WAITING & Q(site__unit__in=schools)
    if can_steer_province(person):
        mine |= _UP
    return requests_visible_to(person).filter(mine).order_by("-times", "-last_at")


def waits_for_somebody(person: Person) -> bool:
    """Whether requests can wait for this person at all."""
    roles = scope_of(person).roles
    return bool(roles & SCHOOL_DECIDERS) or can_steer_province(person)


def waiting_count(person: Person) -> int:
    """One query, none for who answers nothing."""
    return waiting_for(person).count() if waits_for_somebody(person) else 0


def passed_up(person: Person) -> QuerySet[UnblockRequest]:
    """What a school's people wait for from above."""
    if can_steer_province(person):
        return UnblockRequest.objects.none()
    return requests_visible_to(person).filter(_UP)


def answered(person: Person, since: datetime) -> QuerySet[UnblockRequest]:
    return (
        requests_visible_to(person)
        .filter(answered_at__gte=since)
        .exclude(_WAITING | _UP)
        .order_by("-answered_at")
    )


def open_now(person: Person) -> QuerySet[Allowance]:
    """What is open for a while at the schools that a person reaches."""
    rows = Allowance.objects.filter(site__unit__in=scope_of(person).units().order_by())
    if not can_see_filters(person):
        rows = rows.none()
    running = rows.filter(until__gt=clock.now(), ended_at=None)
    return running.select_related("site__unit", "made_by").order_by("until", "pk")


def pupils_of(school: Unit) -> tuple[Group, ...]:
    """The ages that a school teaches; all of them where it does not say."""
    taught = groups_of(school)
    return tuple(group for group in PUPILS if group in taught)


@dataclass(frozen=True)
class Limits:
    """How far a person may open something: letters, and until when at the latest."""

    letters: frozenset[str]
    most: timedelta
    words: str


def limits_of(person: Person, site: Site) -> Limits | None:
    """None for who may open nothing there. A school's people open what the plan leaves to
    teachers; who steers the province all that is not locked."""
    if can_steer_province(person) and can_steer_school(person, site.unit):
        return Limits(frozenset("AX"), timedelta(days=PROVINCE_DAYS), "một năm")
    if not can_allow(person, site):
        return None
    if can_steer_school(person, site.unit):
        return Limits(frozenset("A"), timedelta(days=KEEPER_DAYS), f"{KEEPER_DAYS} ngày")
    return Limits(frozenset("A"), timedelta(hours=TEACHER_HOURS), f"{TEACHER_HOURS} giờ")


def end_of_day(now: datetime, most: timedelta) -> datetime:
    """Midnight in Vietnam, or as far as the person may go."""
    midnight = clock.start_of(clock.local(now).date() + timedelta(days=1))
    return min(midnight, now + most)


def letter_for(site: Site, plan: Plan, group: str, what: str, category: str, now: datetime) -> str:
    """Who may open something for a group. what: a name with the category that the filter says
    blocks it (blank: not told), a category as `nhóm:games`, a service as `dv:youtube`.

    A name may be in several lists, of which the filter tells one: the strictest decides.
    """
    if what.startswith((OF_CATEGORY, SERVICE)):
        return letter_of(plan, group, what.removeprefix(OF_CATEGORY), now)
    known = _known_of(what, plan, group)
    told = [category] if category else []
    letters = [letter_of(plan, group, each, now) for each in {*(known or ()), *told} - {OWN}]
    if category == OWN:
        letters.append(_own_letter(site.unit, group, what))
    return strictest(letters) if letters or known is not None else "X"


def _known_of(name: str, plan: Plan, group: str) -> set[str] | None:
    """The categories of the lists in use that have a name, and the services of the plan to which
    it belongs; None while no lists are in use."""
    try:
        index, _ = bundle_in_use()
    except NoBundle:
        return None
    mask = Decider(index).touched(names.wire(name.encode())).mask
    spoken = [key for key in group_of(plan, group).letters if key.startswith(SERVICE)]
    served = {key for key in spoken if _among(name, services()[key.removeprefix(SERVICE)].names)}
    return {each for each in index.categories if mask & index.bit(each)} | served


def _among(name: str, above: Iterable[str]) -> bool:
    return any(name == each or name.endswith(f".{each}") for each in above)


def _own_letter(unit: Unit, group: str, name: str) -> str:
    """The school opens what its own list shuts, the province what the province's does."""
    of_province = [
        each
        for part in resolved(unit, group)["block"].parts
        if not part.of_school
        for each in part.value
    ]
    return "X" if _among(name, of_province) else "A"


@dataclass(frozen=True)
class Openable:
    """Something that may be opened for a lesson for some group of a site."""

    what: str
    words: str


def openable(person: Person, site: Site) -> list[Openable]:
    """Categories and services with a letter that this person may open, for any pupils' group."""
    limits, plan, now = limits_of(person, site), plan_of(site), clock.now()
    if limits is None:
        return []
    found: dict[str, str] = {}
    ages = pupils_of(site.unit)
    keys = [key for group in plan.groups for key in group.letters]
    for what in dict.fromkeys([*keys, *(SERVICE + key for key in services())]):
        letters = {letter_of(plan, group, what, now) for group in ages}
        if letters & limits.letters:
            full = what if what.startswith(SERVICE) else OF_CATEGORY + what
            found[full] = words_of(full)
    return [Openable(*each) for each in sorted(found.items(), key=lambda each: each[1].lower())]


def sites_to_open(person: Person) -> QuerySet[Site]:
    """The sites where a person may open something without being asked."""
    units = scope_of(person).units().filter(kind=UnitKind.SCHOOL)
    if not can_steer_province(person):
        held = scope_of(person).held
        units = units.filter(pk__in=[h.unit.pk for h in held if h.role in SCHOOL_DECIDERS])
    return Site.objects.filter(unit__in=units.order_by()).select_related("unit")


def site_to_open(person: Person, pk: int) -> Site:
    """Raises Site.DoesNotExist."""
    return sites_to_open(person).get(pk=pk)


def allowance_for(person: Person, pk: int) -> Allowance:
    """Raises Allowance.DoesNotExist."""
    return open_now(person).get(pk=pk)


def may_answer_all(person: Person, rows: Iterable[UnblockRequest]) -> set[UUID]:
    """Of several requests, those that a person may answer."""
    return {row.pk for row in rows if can_answer(person, row)}
