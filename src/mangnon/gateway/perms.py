"""Who may do what to the filters. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.gateway.models import Matter, Site, UnblockRequest
from mangnon.units.api import Person, Role, Unit, UnitKind, scope_of

_SCHOOL_KEEPERS = frozenset({Role.PRINCIPAL, Role.SCHOOL_IT})
SCHOOL_DECIDERS = _SCHOOL_KEEPERS | {Role.TEACHER}


def can_steer_province(person: Person) -> bool:
    """Set the province's policy, lists and ordered names: provincial officers and the officers of
    the department of education."""
    scope = scope_of(person)
    return any(
        held.role == Role.PROVINCIAL_OFFICER
        or (held.role == Role.DEPARTMENT_OFFICER and held.unit.is_education_department)
        for held in scope.held
    )


def can_steer_school(person: Person, school: Unit) -> bool:
    """Set a school's policy, sites and devices: its principal and IT person, and whoever steers the
    province and reaches the school."""
    if school.kind != UnitKind.SCHOOL:
        return False
    scope = scope_of(person)
    own = scope.roles_at(school) & _SCHOOL_KEEPERS
    return bool(own) or (can_steer_province(person) and scope.covers(school))


def can_steer(person: Person, unit: Unit) -> bool:
    """Set the rules of a unit: of the own province, or of a school."""
    if unit.kind != UnitKind.PROVINCE:
        return can_steer_school(person, unit)
    own = any(held.unit.root_path == unit.path for held in scope_of(person).held)
    return own and can_steer_province(person)


def can_see_filters(person: Person) -> bool:
    """Open the filter's pages at all: who steers, decides, or watches over units."""
    scope = scope_of(person)
    return bool(
        scope.roles
        & (
            SCHOOL_DECIDERS
            | {
                Role.PROVINCIAL_OFFICER,
                Role.DEPARTMENT_OFFICER,
                Role.COMMUNE_LEADER,
                Role.COMMUNE_WORKER,
                Role.AUDITOR,
            }
        )
    )


def can_see_school(person: Person, school: Unit) -> bool:
    """See a school's policy, filter and figures: its staff, and whoever reaches it from above."""
    scope = scope_of(person)
    return bool(scope.roles_at(school) & SCHOOL_DECIDERS) or (
        can_see_filters(person) and scope.covers(school)
    )


def can_say_wrong(person: Person, school: Unit) -> bool:
    """Write down that a name is blocked wrongly at a school: its own staff, and for a school that
    rang up, who steers the province and reaches it."""
    scope = scope_of(person)
    if school.kind != UnitKind.SCHOOL:
        return False
    own = scope.roles_at(school) & SCHOOL_DECIDERS
    return bool(own) or (can_steer_province(person) and scope.covers(school))


def can_answer(person: Person, request: UnblockRequest) -> bool:
    """Answer a request to open a site: teachers of the school where the plan leaves it to them
    (letter A), who steers the province for everything that is not locked."""
    scope = scope_of(person)
    school = request.site.unit
    if request.letter == "A" and scope.roles_at(school) & SCHOOL_DECIDERS:
        return True
    return can_steer_province(person) and scope.covers(school)


def can_pass_up(person: Person, request: UnblockRequest) -> bool:
    """Leave a request to the province: the school's teachers, IT person and principal."""
    return bool(scope_of(person).roles_at(request.site.unit) & SCHOOL_DECIDERS)


def can_allow(person: Person, site: Site) -> bool:
    """Open something for a lesson: the school's teachers, IT person and principal."""
    return bool(scope_of(person).roles_at(site.unit) & SCHOOL_DECIDERS)


def can_ask_matter(person: Person, site: Site) -> bool:
    """Ask that a client's names be kept for a safeguarding matter: the school's principal or
    counsellor."""
    return bool(scope_of(person).roles_at(site.unit) & {Role.PRINCIPAL, Role.COUNSELLOR})


def can_second(person: Person, matter: Matter) -> bool:
    """Be the second person of a matter: another one who could have asked for it, or a provincial
    officer; never who asked."""
    if person.pk == matter.asked_by_id:
        return False
    if can_ask_matter(person, matter.site):
        return True
    scope = scope_of(person)
    return scope.has(Role.PROVINCIAL_OFFICER, matter.site.unit)


def can_read_matter(person: Person, matter: Matter) -> bool:
    """Read a trail: the two who opened it."""
    return person.pk in {matter.asked_by_id, matter.second_id}
