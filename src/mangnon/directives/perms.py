"""Who may do what to letters and work. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.directives.choices import DirectiveState, Event
from mangnon.directives.models import Assignment, Directive
from mangnon.units.api import (
    ROLES_THAT_ACT,
    Person,
    Role,
    Scope,
    Unit,
    UnitKind,
    can_act_for,
    scope_of,
)


def acting_units(scope: Scope) -> tuple[Unit, ...]:
    """The units in whose name a person receives, hands on and answers."""
    return tuple(unit for unit in scope.homes if scope.roles_at(unit) & ROLES_THAT_ACT)


def can_draft(person: Person, unit: Unit) -> bool:
    """Take letters in and give work out: who acts for a unit that is no school."""
    return unit.kind != UnitKind.SCHOOL and can_act_for(person, unit)


def can_edit(person: Person, directive: Directive) -> bool:
    """Correct a letter: who acts for its issuer, until it is issued."""
    return directive.state == DirectiveState.DRAFT and can_draft(person, directive.issuer)


def can_issue(person: Person, directive: Directive) -> bool:
    """Give a letter out: who may correct it."""
    return can_edit(person, directive)


def can_end(person: Person, directive: Directive) -> bool:
    """Close, withdraw or replace a letter: who acts for its issuer."""
    return can_draft(person, directive.issuer)


def can_follow(person: Person, directive: Directive) -> bool:
    """See board, map, returns and figures: who acts for the issuer, and officers and auditors
    whose reach covers it."""
    scope = scope_of(person)
    if scope.roles_at(directive.issuer) & ROLES_THAT_ACT:
        return True
    return any(
        held.role in {Role.PROVINCIAL_OFFICER, Role.AUDITOR} and held.covers(directive.issuer)
        for held in scope.held
    )


# Moves that a person who was handed the work may make too, without acting for the unit.
OF_THE_PERSON = frozenset({Event.START, Event.PROGRESS})


def may_make(person: Person, unit: Unit, work: Assignment, event: str) -> bool:
    """Make a move in a unit's name: who acts for it; progress also who was handed the work.

    On which side the unit stands is the business of the workflow table.
    """
    if can_act_for(person, unit):
        return True
    handed = work.person_id == person.pk and work.unit_id == unit.pk
    return handed and event in OF_THE_PERSON and bool(scope_of(person).roles_at(unit))


def can_judge(person: Person, work: Assignment) -> bool:
    """Judge returns and answer requests for more time: who acts for the unit that gave the work."""
    return can_act_for(person, work.given_by)


def can_keep_holidays(person: Person) -> bool:
    """Edit the days off: provincial officers."""
    return scope_of(person).has(Role.PROVINCIAL_OFFICER)
