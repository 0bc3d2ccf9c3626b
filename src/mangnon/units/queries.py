"""Reads about units and people. The scope of a person is the only road to other units' rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet

from mangnon.kit.vietnamese import key
from mangnon.units.choices import Role, UnitKind
from mangnon.units.models import (
    Contact,
    ImportDraft,
    Invitation,
    Person,
    RoleGrant,
    Unit,
    UnitQuerySet,
    valid_on,
)
from mangnon.units.perms import can_deactivate, can_end, can_withdraw, scope_of, today


def current_unit(person: Person) -> Unit | None:
    """The unit for which a person works now: the chosen one, else that of the oldest role."""
    return scope_of(person).home


def units_under(unit: Unit) -> UnitQuerySet:
    """The unit and everything below it that exists today."""
    return Unit.objects.on(today()).under(unit)


def people_at(unit: Unit, roles: Iterable[str] | None = None) -> QuerySet[Person]:
    """Active people holding a role (one of `roles`, when given) at that very unit today."""
    grants = RoleGrant.objects.on(today()).filter(unit=unit)
    if roles is not None:
        grants = grants.filter(role__in=list(roles))
    return Person.objects.filter(is_active=True, pk__in=grants.values("person_id"))


def roles_of(person: Person) -> QuerySet[RoleGrant]:
    """The roles that count today, with their units."""
    return RoleGrant.objects.on(today()).filter(person=person).select_related("unit")


def province_unit(code: str) -> Unit:
    """The people's committee of a province. Raises Unit.DoesNotExist before it is opened."""
    return Unit.objects.get(kind=UnitKind.PROVINCE, province_id=code)


def contacts_shown(province_code: str) -> QuerySet[Contact]:
    """The public contacts of the country and of one province today, in their printed order."""
    return Contact.objects.filter(
        valid_on(today()), Q(province=None) | Q(province_id=province_code), public=True
    )


def units_existing() -> UnitQuerySet:
    """Every unit that exists today; what of it may be seen is for `perms` to say."""
    return Unit.objects.on(today())


def live_sessions(person: Person) -> list[UserSession]:
    """Where the person is signed in now, the latest first. Forgets sessions that ended."""
    sessions = UserSession.objects.purge_and_list(person)
    return sorted(sessions, key=lambda session: session.last_seen_at, reverse=True)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret. It has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link that still works."""
    invitations = Invitation.objects.open().select_related("unit", "invited_by")
    return invitations.filter(digest=digest_of(secret)).first()


def units_shown(
    person: Person, *, words: str = "", kind: str = "", with_people: str = ""
) -> UnitQuerySet:
    """The units in a person's reach by name, kind and whether anybody works there already."""
    found = scope_of(person).units().select_related("commune").annotate(people=_people_counted())
    if kind:
        found = found.filter(kind=kind)
    if with_people:
        found = found.filter(people__gt=0) if with_people == "co" else found.filter(people=0)
    if words:
        found = found.filter(pk__in=_named(found, words))
    return found.order_by("path")


def _people_counted() -> Count:
    holds = Q(grants__ended_at=None, grants__person__is_active=True)
    return Count("grants__person", filter=holds, distinct=True)


def _named(found: UnitQuerySet, words: str) -> list[int]:
    """By name with or without marks, or by code: databases fold Vietnamese letters differently."""
    wanted = key(words)
    rows = found.values_list("pk", "name", "short_name", "code")
    return [pk for pk, *names in rows if any(wanted in key(name) for name in names)]


def grants_at(unit: Unit) -> QuerySet[RoleGrant]:
    """Who holds what at that very unit today."""
    held = RoleGrant.objects.on(today()).filter(unit=unit, person__is_active=True)
    return held.select_related("person", "unit").order_by("role", "person__full_name")


def open_invitations_at(unit: Unit) -> QuerySet[Invitation]:
    return Invitation.objects.open().filter(unit=unit).select_related("invited_by")


def person_of_email(email: str) -> Person | None:
    """The active account with that address."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


def grant_seen_by(person: Person, pk: int) -> RoleGrant | None:
    """A role that counts today and that the person may end."""
    held = RoleGrant.objects.on(today()).filter(pk=pk).select_related("person", "unit").first()
    return held if held and can_end(person, held) else None


def person_seen_by(person: Person, pk: str) -> Person | None:
    """An active account that the person may close."""
    other = Person.objects.filter(pk=pk, is_active=True).first()
    return other if other and can_deactivate(person, other) else None


def invitation_seen_by(person: Person, pk: int) -> Invitation | None:
    """An invitation that the person may withdraw."""
    invitation = Invitation.objects.filter(pk=pk).select_related("unit").first()
    return invitation if invitation and can_withdraw(person, invitation) else None


def contacts_kept_by(person: Person) -> QuerySet[Contact]:
    """The contacts that a provincial officer looks after: the country's and the province's."""
    provinces = [
        held.unit.province_id
        for held in scope_of(person).held
        if held.role == Role.PROVINCIAL_OFFICER
    ]
    if not provinces:
        return Contact.objects.none()
    kept = Contact.objects.filter(valid_to=None)
    return kept.filter(Q(province=None) | Q(province_id__in=provinces))


def draft_of(person: Person, pk: int) -> ImportDraft | None:
    """A list that the person keeps and has not confirmed."""
    return ImportDraft.objects.filter(pk=pk, made_by=person, confirmed_at=None).first()


def stale_drafts(now: datetime) -> QuerySet[ImportDraft]:
    """Lists that nobody confirmed within a day."""
    return ImportDraft.objects.filter(confirmed_at=None, made_at__lt=now - timedelta(days=1))


def unit_of_code(code: str) -> Unit | None:
    """The living unit with that code."""
    return units_existing().filter(code=code).first()


def dead_invitations(now: datetime) -> QuerySet[Invitation]:
    """Links nobody used in time or that were withdrawn, a year after they were sent."""
    return Invitation.objects.filter(accepted_at=None, invited_at__lt=now - timedelta(days=365))
