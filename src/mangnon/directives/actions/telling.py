"""Telling units and people about letters. Texts live in `templates/notices`.

Everybody who acts for a unit is told once for a key, in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from mangnon.base.notices.api import Message, tell_many
from mangnon.directives.models import Assignment, Directive
from mangnon.directives.paths import page_of
from mangnon.kit import clock
from mangnon.units.api import ROLES_THAT_ACT, Person, RoleGrant


def acting_people(unit_ids: Iterable[int]) -> dict[tuple[int, str], Person]:
    """(unit, person id) -> the people who act for the units today. One query."""
    grants = (
        RoleGrant.objects.on(clock.today())
        .filter(unit_id__in=list(unit_ids), role__in=list(ROLES_THAT_ACT), person__is_active=True)
        .select_related("person")
    )
    return {(grant.unit_id, str(grant.person_id)): grant.person for grant in grants}


def tell_units(
    unit_ids: Iterable[int],
    template: str,
    directive: Directive,
    *,
    key: str,
    work: Assignment | None = None,
    **words: object,
) -> None:
    """Tell those who act for the units. A person who acts for two of them is told once."""
    people = {person.pk: person for person in acting_people(unit_ids).values()}
    tell_people(people.values(), template, directive, key=key, work=work, **words)


def tell_people(
    people: Iterable[Person],
    template: str,
    directive: Directive,
    *,
    key: str,
    work: Assignment | None = None,
    **words: object,
) -> None:
    """Tell each person with the text `notices/directive_<template>.txt`."""
    context = {"directive": directive, "work": work, **words}
    link = page_of(template, directive, work)
    tell_many(
        Message(
            template=f"directive_{template}",
            key=f"{key}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context=context,
            link=link,
        )
        for person in people
    )
