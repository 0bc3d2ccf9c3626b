"""Who reaches which units and who may do what there. Each rule is a plain question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from mangnon.units.choices import REACH, ROLES_THAT_ACT, ROLES_THAT_GRANT, Reach, Role
from mangnon.units.models import Contact, Invitation, Person, RoleGrant, Unit, UnitQuerySet


def today() -> date:
    return timezone.localdate()


@dataclass(frozen=True)
class Held:
    """A role that counts today, the unit it is held at and how far it reaches from there."""

    role: Role
    unit: Unit

    @property
    def reach(self) -> Reach:
        return REACH[self.role]

    @property
    def root(self) -> str:
        """The path under which everything is covered."""
        if self.reach is Reach.PROVINCE:
            return self.unit.root_path
        return self.unit.path

    def covers(self, unit: Unit) -> bool:
        if unit.path.startswith(self.root):
            return True
        return self.reach is Reach.LINE and unit.line_manager_id == self.unit.pk

    def condition(self) -> Q:
        inside = Q(path__startswith=self.root)
        if self.reach is Reach.LINE:
            inside |= Q(line_manager_id=self.unit.pk)
        return inside


@dataclass(frozen=True)
class Scope:
    """Which units a person reaches today, through which roles."""

    held: tuple[Held, ...]
    home: Unit | None

    def covers(self, unit: Unit) -> bool:
        return any(held.covers(unit) for held in self.held)

    def units(self) -> UnitQuerySet:
        """The covered units that exist today; none for a person without a role."""
        inside = Q(pk__in=[])
        for held in self.held:
            inside |= held.condition()
        return Unit.objects.on(today()).filter(inside)

    @property
    def unit_ids(self) -> QuerySet[Unit, int]:
        """The ids of `units()` as a subquery, for `filter(unit_id__in=…)`."""
        return self.units().order_by().values_list("pk", flat=True)

    def has(self, role: str, unit: Unit | None = None) -> bool:
        """Whether the role is held at all, or held so that it reaches the unit."""
        return any(held.role == role and (unit is None or held.covers(unit)) for held in self.held)

    def roles_at(self, unit: Unit) -> frozenset[Role]:
        """The roles held at that very unit, not those reaching it from above."""
        return frozenset(held.role for held in self.held if held.unit.pk == unit.pk)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.held)

    @property
    def homes(self) -> tuple[Unit, ...]:
        """The units at which a role is held, each once, the current one first."""
        own = {held.unit.pk: held.unit for held in self.held}
        return tuple(sorted(own.values(), key=lambda unit: (unit != self.home, unit.path)))


def scope_of(person: Person) -> Scope:
    """A person's scope today. Nobody signed in and the deactivated reach nothing.

    One query; for somebody whose scope is kept, one query the first time it is asked for.
    """
    if not person.is_authenticated or not person.is_active:
        return Scope((), None)
    held = _kept_of(person, today())
    return Scope(held, _home(person, held))


def _kept_of(person: Person, day: date) -> tuple[Held, ...]:
    kept = {} if person.held_kept is None else person.held_kept
    if day not in kept:
        kept[day] = _held_by(person, day)
    return kept[day]


def keep_scope(person: Person) -> None:
    """Let this object remember its roles, by day, for the length of one request.

    Kept on the object and never beside it: the next request reads the person anew, and whatever
    lives longer (worker, command line) asks the database each time.
    """
    person.held_kept = {}


def forget_scope(person: Person) -> None:
    """Ask again: the roles of the person, or the units they are held at, were just changed."""
    if person.held_kept is not None:
        person.held_kept = {}


def _held_by(person: Person, day: date) -> tuple[Held, ...]:
    grants = RoleGrant.objects.on(day).filter(person=person).select_related("unit")
    return tuple(Held(Role(grant.role), grant.unit) for grant in grants if grant.unit.lives)


def _home(person: Person, held: tuple[Held, ...]) -> Unit | None:
    chosen = [one.unit for one in held if one.unit.pk == person.chosen_unit_id]
    return next(iter(chosen or [one.unit for one in held]), None)


def can_act_for(person: Person, unit: Unit) -> bool:
    """Receive, hand on and answer for a unit: who holds an acting role at that very unit."""
    return bool(scope_of(person).roles_at(unit) & ROLES_THAT_ACT)


def can_see_people(person: Person, unit: Unit) -> bool:
    """The list of a unit's people: who may grant roles there, its own people, auditors above."""
    scope = scope_of(person)
    return bool(
        grantable_roles(scope, unit) or scope.roles_at(unit) or scope.has(Role.AUDITOR, unit)
    )


def grantable_roles(scope: Scope, unit: Unit) -> frozenset[Role]:
    """The roles that the holder of a scope may give at a unit, whatever its kind."""
    given: frozenset[Role] = frozenset()
    for own, grantable in ROLES_THAT_GRANT.items():
        if scope.has(own, unit):
            given |= grantable
    return given


def can_grant(person: Person, role: str, unit: Unit) -> bool:
    """Give a role at a unit: who manages people there, and only the roles below the own one."""
    return role in grantable_roles(scope_of(person), unit)


def can_end(person: Person, grant: RoleGrant) -> bool:
    """End a role: who could give it. Nobody ends the own one, so that no unit locks itself out."""
    return grant.person_id != person.pk and can_grant(person, grant.role, grant.unit)


def can_deactivate(person: Person, other: Person) -> bool:
    """Close an account: who could end each of its roles. Nobody closes the own one."""
    scope = scope_of(person)
    held = scope_of(other).held
    if other.pk == person.pk or not held:
        return False
    return all(one.role in grantable_roles(scope, one.unit) for one in held)


def closable_people(person: Person, ids: Iterable[UUID]) -> set[UUID]:
    """Of several people, those whose account `person` may close. Two queries for all of them."""
    scope = scope_of(person)
    refused: set[UUID] = {person.pk}
    held = RoleGrant.objects.on(today()).filter(person_id__in=list(ids)).select_related("unit")
    for one in held:
        if one.role not in grantable_roles(scope, one.unit):
            refused.add(one.person_id)
    return {one.person_id for one in held} - refused


def can_withdraw(person: Person, invitation: Invitation) -> bool:
    """Take an invitation back: who could have sent it."""
    return can_grant(person, invitation.role, invitation.unit)


def can_manage_units(person: Person, unit: Unit | None = None) -> bool:
    """Rename and close units: provincial officers, and departments for what they manage."""
    scope = scope_of(person)
    return scope.has(Role.PROVINCIAL_OFFICER, unit) or scope.has(Role.DEPARTMENT_OFFICER, unit)


def can_import_schools(person: Person) -> bool:
    """Bring in lists of schools: provincial officers, and the department of education's."""
    scope = scope_of(person)
    return any(
        held.role == Role.PROVINCIAL_OFFICER
        or (held.role == Role.DEPARTMENT_OFFICER and held.unit.is_education_department)
        for held in scope.held
    )


def can_import_people(person: Person) -> bool:
    """Bring in lists of people: whoever may give roles in more than the own unit."""
    return bool(scope_of(person).roles & (ROLES_THAT_GRANT.keys() - {Role.PRINCIPAL}))


def can_manage_contacts(person: Person, contact: Contact | None = None) -> bool:
    """Edit the public contacts of the province: its provincial officers.

    A contact of the whole country belongs to every province; any provincial officer may mend it.
    """
    provinces = {
        held.unit.province_id
        for held in scope_of(person).held
        if held.role == Role.PROVINCIAL_OFFICER
    }
    if contact is None or contact.province_id is None:
        return bool(provinces)
    return contact.province_id in provinces
