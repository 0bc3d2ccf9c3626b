"""Who may do what to letters and work. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.directives.choices import DirectiveState
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


def can_receive(person: Person, assignment: Assignment) -> bool:
    """Make the receiver's moves: who acts for the unit."""
    return can_act_for(person, assignment.unit)


def can_judge(person: Person, assignment: Assignment) -> bool:
    """Make the giver's moves: who acts for the unit that gave the work."""
    return can_act_for(person, assignment.given_by)


def can_keep_holidays(person: Person) -> bool:
    """Edit the days off: provincial officers."""
    return scope_of(person).has(Role.PROVINCIAL_OFFICER)
