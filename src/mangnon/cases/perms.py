"""Who has which part in a case, and what of it that part may read.

Deny beats allow: whoever is barred from the report, alone or with a unit, has no part in the case,
sees nothing of it and cannot break the glass. A school has no part in any case: it reports, and
sees that it was heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from mangnon.cases.choices import Crime, FieldClass, Part, ReferralState
from mangnon.cases.models import BrokenGlass, Case, IdentityRequest, Share
from mangnon.kit import clock
from mangnon.reports.api import is_barred, key_units
from mangnon.units.api import Person, Role, Unit, scope_of

F = FieldClass
# What each part reads. Who the reporter is belongs to no part: two people decide that (below).
READS: dict[Part, frozenset[FieldClass]] = {
    Part.RECEIVER: frozenset({F.WORK, F.IDENTITY}),
    Part.HEAD: frozenset({F.WORK, F.IDENTITY, F.HEALTH}),
    Part.WORKER: frozenset({F.WORK, F.IDENTITY, F.HEALTH, F.SEXUAL, F.EVIDENCE}),
    Part.CHAIR: frozenset({F.WORK, F.IDENTITY, F.HEALTH}),
    Part.SUPERVISOR: frozenset({F.WORK, F.IDENTITY}),
    Part.POLICE: frozenset({F.WORK, F.IDENTITY, F.SEXUAL, F.EVIDENCE}),
    Part.PARTNER: frozenset({F.WORK}),
}
READS_IN_NEED = frozenset({F.WORK, F.IDENTITY, F.HEALTH})
# What may be given to a unit that helps, besides the work.
SHAREABLE = frozenset({F.IDENTITY, F.HEALTH, F.SEXUAL, F.EVIDENCE})
# Who follows all cases of the unit; a commune worker, those given to the worker.
COORDINATORS = frozenset(
    {
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_LEADER,
        Role.COUNSELLOR,
        Role.POLICE_LIAISON,
    }
)


def working_at(person: Person) -> tuple[Unit, ...]:
    """The units for which a person works on cases: a role that opens matters, and no school."""
    return tuple(key_units(person))


def coordinating_at(person: Person) -> tuple[Unit, ...]:
    """Those of them whose cases the person follows as a whole: everybody but commune workers."""
    scope = scope_of(person)
    return tuple(unit for unit in working_at(person) if scope.roles_at(unit) & COORDINATORS)


def parts_of(person: Person, case: Case) -> frozenset[Part]:
    """From role, unit and assignment; nothing for whoever is barred.

    RECEIVER and HEAD: who coordinates at the unit that recorded or owns the case; a commune worker
    only until somebody was given it, and the one it was given to as WORKER. CHAIR: leaders of the
    owner. SUPERVISOR: provincial officers whose province the owner stands in. POLICE: liaisons of
    the police unit it was reported to. PARTNER: who works for a unit that helps.
    """
    if is_barred(person, case.report):
        return frozenset()
    if not working_at(person):
        return frozenset()
    referred = case.referrals.filter(state=ReferralState.ACCEPTED, to_unit__in=working_at(person))
    return parts_from(person, case, shared_with(person, case), referred.exists)


def parts_from(
    person: Person, case: Case, shared: list[Share], referred: Callable[[], bool]
) -> frozenset[Part]:
    """The parts of somebody who is not barred, from what is shared with the person's units and
    whether one of them accepted a referral."""
    scope, units = scope_of(person), working_at(person)
    own = {unit.pk for unit in units}
    follows = {unit.pk for unit in coordinating_at(person)} if case.person_id else own
    police = {unit.pk for unit in units if Role.POLICE_LIAISON in scope.roles_at(unit)}
    found = {
        Part.RECEIVER: case.receiver_id in follows,
        Part.HEAD: case.owner_id in follows,
        Part.WORKER: case.person_id == person.pk and case.owner_id in own,
        Part.CHAIR: case.owner_id in own and Role.COMMUNE_LEADER in scope.roles_at(case.owner),
        Part.SUPERVISOR: bool(own) and scope.has(Role.PROVINCIAL_OFFICER, case.owner),
        Part.POLICE: case.crime != Crime.NONE and any(row.unit_id in police for row in shared),
        Part.PARTNER: bool(shared) or referred(),
    }
    return frozenset(part for part, has in found.items() if has)


def open_glass(person: Person) -> Q:
    """The condition, on rows of `BrokenGlass`, that one is open for this person now.

    Judged to have been wrong, it is shut at once.
    """
    return Q(person=person, until__gt=clock.now()) & ~Q(judged_right=False)


def has_open_glass(person: Person, case: Case) -> bool:
    return BrokenGlass.objects.filter(open_glass(person), case=case).exists()


def can_see(person: Person, case: Case) -> bool:
    """See that the case exists and how it stands: who has a part, or broke the glass in need."""
    if is_barred(person, case.report):
        return False
    return bool(parts_of(person, case)) or (
        bool(working_at(person)) and has_open_glass(person, case)
    )


def classes_readable(person: Person, case: Case) -> frozenset[FieldClass]:
    """Which classes of fields a person may read in a case; the union over the person's parts."""
    if not can_see(person, case):
        return frozenset()
    parts = parts_of(person, case)
    shared = shared_with(person, case) if Part.PARTNER in parts else []
    in_need, told = has_open_glass(person, case), knows_reporter(person, case)
    return classes_of(parts, shared, in_need=in_need, told=told)


def classes_of(
    parts: frozenset[Part], shared: Iterable[Share], *, in_need: bool, told: bool
) -> frozenset[FieldClass]:
    """The same from values: what is shared with the person's units, whether the glass is open,
    whether it was told who the reporter is."""
    found: set[FieldClass] = set().union(*(READS[part] for part in parts))
    if Part.PARTNER in parts:
        given = {name for row in shared for name in row.classes}
        found |= {one for one in SHAREABLE if one.value in given}
    if in_need:
        found |= READS_IN_NEED
    if told:
        found.add(F.REPORTER)
    return frozenset(found)


def shared_with(person: Person, case: Case) -> list[Share]:
    """What was given to the units the person works for."""
    return list(case.shares.filter(ended_at=None, unit__in=working_at(person)))


def knows_reporter(person: Person, case: Case) -> bool:
    """Who the reporter is: whoever asked, was granted it by another, and reads in time."""
    granted = case.identity_requests.filter(asked_by=person, granted=True)
    return can_see(person, case) and granted.filter(until__gt=clock.now()).exists()


def _has(person: Person, case: Case, parts: Iterable[Part]) -> bool:
    return bool(parts_of(person, case) & set(parts))


def can_break_glass(person: Person, case: Case) -> bool:
    """Read in need without a part: who works on cases at a unit that carries it, in its place or
    above it. Never whoever is barred."""
    if is_barred(person, case.report) or parts_of(person, case):
        return False
    scope = scope_of(person)
    places = {case.commune_of_event_id, case.commune_of_residence_id} - {None}
    for unit in working_at(person):
        if unit.pk in (case.owner_id, case.receiver_id) or unit.commune_id in places:
            return True
    return scope.has(Role.DEPARTMENT_OFFICER, case.owner)


def can_judge_glass(person: Person, glass: BrokenGlass) -> bool:
    """Say whether breaking the glass was right: supervisors, never the one who did it."""
    return glass.person_id != person.pk and _has(person, glass.case, [Part.SUPERVISOR])


def can_ask_identity(person: Person, case: Case) -> bool:
    """Ask who the reporter is: whoever works on the case itself."""
    return _has(person, case, [Part.WORKER, Part.POLICE, Part.HEAD, Part.CHAIR])


def can_answer_identity(person: Person, asked: IdentityRequest) -> bool:
    """Grant or refuse it: supervisors, never the one who asked."""
    return asked.asked_by_id != person.pk and _has(person, asked.case, [Part.SUPERVISOR])


def can_share(person: Person, case: Case) -> bool:
    """Let a unit help, and end it: who coordinates or carries the case."""
    return _has(person, case, [Part.HEAD, Part.WORKER, Part.CHAIR])


def can_hand_over(person: Person, case: Case) -> bool:
    """Make a package for the police, once the crime was reported: who carries or coordinates the
    case, and where it came in, for there too the words and files of the report can be opened."""
    parts = [Part.WORKER, Part.HEAD, Part.CHAIR, Part.RECEIVER]
    return case.crime != Crime.NONE and _has(person, case, parts)


def can_send_away(person: Person, case: Case) -> bool:
    """Send a case to another province: who answers for it at the unit that owns it."""
    return _has(person, case, [Part.HEAD, Part.CHAIR])


def can_know_provinces(person: Person) -> bool:
    """Say whom to believe among installations, and take cases in: officers of the province."""
    return Role.PROVINCIAL_OFFICER in scope_of(person).roles


def can_hold(person: Person, case: Case) -> bool:
    """Keep a case from being erased: supervisors, and the police it was reported to."""
    return _has(person, case, [Part.SUPERVISOR, Part.POLICE])
