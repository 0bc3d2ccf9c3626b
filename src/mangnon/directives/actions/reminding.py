"""Reminding units of their deadlines, and issuers of what waits for them.

Each unit gets one message a letter and step, whatever the number of clauses; the row of
`Reminder`, written with the message, keeps it the only one however often the job runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.directives.actions.telling import acting_people
from mangnon.directives.choices import DirectiveState, State
from mangnon.directives.models import Assignment, Directive, Reminder
from mangnon.directives.paths import page_of
from mangnon.directives.queries.workdays import days_off
from mangnon.directives.reminders import horizon, is_after, step_to_send
from mangnon.directives.workdays import DaysOff, working_days_between
from mangnon.directives.workflow import OWING
from mangnon.kit import clock
from mangnon.units.api import Person

OVERDUE, WAITING = "overdue", "waiting"


@dataclass
class _Owing:
    """What a unit still owes of a letter: how much, and since or until when."""

    unit_id: int
    giver_id: int
    due_on: date
    issued_on: date
    count: int = 0
    step: str = ""


def remind_units(today: date) -> int:
    """Send today's reminders of all letters; says how many units were reminded.

    On days off nobody is reminded. Each letter has its own transaction.
    """
    off = days_off()
    if not off.is_working(today):
        return 0
    letters = Directive.objects.filter(state=DirectiveState.ISSUED).values_list("pk", flat=True)
    return sum(_remind_of(letter, today, off) for letter in list(letters))


@transaction.atomic
def _remind_of(directive_id: UUID, today: date, off: DaysOff) -> int:
    directive = Directive.objects.select_related("issuer").get(pk=directive_id)
    owing = _to_remind(directive, today, off)
    if not owing:
        return 0
    _note(directive, ((one.unit_id, one.due_on, one.step) for one in owing))
    _tell(directive, owing, today, off)
    _tell_givers_of_late(directive, owing, today)
    record(
        by=None,
        what="directive.reminded",
        on=directive,
        facts={"units": len(owing)},
        unit=directive.issuer_id,
    )
    return len(owing)


def _to_remind(directive: Directive, today: date, off: DaysOff) -> list[_Owing]:
    """The units whose earliest deadline has come to a step that was not told yet."""
    found = []
    told = set(directive.reminders.values_list("unit_id", "due_on", "step"))
    for one in _owing(directive, horizon(today, off)):
        step = step_to_send(one.due_on, one.issued_on, today, off)
        if step is not None and (one.unit_id, one.due_on, step) not in told:
            one.step = step
            found.append(one)
    return found


def _owing(directive: Directive, until: date) -> Iterable[_Owing]:
    rows = Assignment.objects.filter(directive=directive, state__in=OWING, due_on__lte=until)
    units: dict[int, _Owing] = {}
    for unit, giver, due_on, issued_at in rows.order_by("due_on").values_list(
        "unit_id", "given_by_id", "due_on", "issued_at"
    ):
        first = _Owing(unit, giver, due_on, clock.local(issued_at).date())
        units.setdefault(unit, first).count += 1
    return units.values()


def _note(directive: Directive, steps: Iterable[tuple[int, date, str]]) -> None:
    Reminder.objects.bulk_create(
        Reminder(directive=directive, unit_id=unit, due_on=due_on, step=step)
        for unit, due_on, step in steps
    )


def _tell(directive: Directive, owing: list[_Owing], today: date, off: DaysOff) -> None:
    people = _people_of(directive, {one.unit_id for one in owing})
    messages = [
        Message(
            template="directive_reminder",
            key=f"reminder:{directive.pk}:{one.unit_id}:{one.due_on}:{one.step}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context={
                "directive": directive,
                "count": one.count,
                "due_on": one.due_on,
                "days": working_days_between(today, one.due_on, off),
            },
            link=page_of("reminder", directive, None),
        )
        for one in owing
        for person in people[one.unit_id]
    ]
    tell_many(messages)


def _people_of(directive: Directive, unit_ids: set[int]) -> dict[int, list[Person]]:
    """Those who act for the units, and those who were handed work that is still owed."""
    found = _people(unit_ids)
    handed = Assignment.objects.filter(
        directive=directive, unit__in=unit_ids, state__in=OWING, person__is_active=True
    ).select_related("person")
    for work in handed:
        if work.person is not None and work.person not in found[work.unit_id]:
            found[work.unit_id].append(work.person)
    return found


def _people(unit_ids: set[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for (unit_id, _), person in acting_people(unit_ids).items():
        found[unit_id].append(person)
    return found


def _tell_givers_of_late(directive: Directive, owing: list[_Owing], today: date) -> None:
    """Once a day, those who gave the work are told how many units have become late."""
    late: dict[int, list[_Owing]] = defaultdict(list)
    for one in owing:
        if is_after(one.step):
            late[one.giver_id].append(one)
    for giver, units in late.items():
        counts = {"units": len(units), "count": sum(one.count for one in units)}
        _tell_giver(directive, giver, OVERDUE, today, counts)


def _tell_giver(
    directive: Directive, giver: int, what: str, today: date, counts: dict[str, int]
) -> None:
    if Reminder.objects.filter(directive=directive, unit=giver, due_on=today, step=what).exists():
        return
    _note(directive, [(giver, today, what)])
    tell_many(
        Message(
            template=f"directive_{what}",
            key=f"{what}:{directive.pk}:{giver}:{today}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context={"directive": directive, **counts},
            link=page_of(what, directive, None),
        )
        for person in _people({giver})[giver]
    )


def remind_judges(now: datetime) -> int:
    """Once a day, tell those who gave work how many returns wait, if some came since yesterday."""
    today, since = clock.local(now).date(), now - timedelta(days=1)
    waiting = Assignment.objects.filter(
        state=State.RETURNED, directive__state=DirectiveState.ISSUED
    )
    fresh = set(waiting.filter(returned_at__gt=since).values_list("directive_id", "given_by_id"))
    for directive_id, giver in fresh:
        with transaction.atomic():
            directive = Directive.objects.select_related("issuer").get(pk=directive_id)
            count = waiting.filter(directive=directive, given_by=giver).count()
            _tell_giver(directive, giver, WAITING, today, {"count": count})
    return len(fresh)
