"""Reads about units and people. The scope of a person is the only road to other units' rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from mangnon.units.choices import UnitKind
from mangnon.units.models import (
    Contact,
    Invitation,
    Person,
    RoleGrant,
    Unit,
    UnitQuerySet,
    valid_on,
)
from mangnon.units.perms import scope_of, today


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
