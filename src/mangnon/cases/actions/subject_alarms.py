"""The alarms of requests about data: each mark of both clocks told once.

As for the clocks of cases: a look sets `next_alarm_at` by an `update()` that checks it is as it was
read, and only then tells; after a gap the highest mark of each clock says all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.telling import HEADS
from mangnon.cases.models import SubjectRequest
from mangnon.cases.subjects import MARKS, Alarm, alarms
from mangnon.reports.api import duty_desk
from mangnon.units.api import Person, Role, people_at

BROKEN = MARKS[-1]
_WIDER = 90  # from this mark on the province hears of it too
_SUPERVISOR = frozenset({Role.PROVINCIAL_OFFICER})


def review_requests(now: datetime) -> int:
    """Tell of every mark that has come by `now`; says how many were told."""
    waiting = SubjectRequest.objects.filter(done_at=None, next_alarm_at__lte=now)
    return sum(_sound(pk, now) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _sound(pk: UUID, now: datetime) -> int:
    related = ("unit", "case__report")
    asked = SubjectRequest.objects.select_related(*related).filter(pk=pk, done_at=None).first()
    if asked is None or asked.next_alarm_at is None or asked.next_alarm_at > now:
        return 0
    come, later = _marks(asked, now)
    mine = SubjectRequest.objects.filter(
        pk=asked.pk, done_at=None, next_alarm_at=asked.next_alarm_at
    )
    if mine.update(next_alarm_at=later) != 1:
        return 0
    tell_many(one for alarm in come for one in _messages(asked, alarm))
    if any(alarm.mark == BROKEN for alarm in come):
        record(by=None, what="subject.clock_broken", on=asked, unit=asked.unit_id)
    return len(come)


def _marks(asked: SubjectRequest, now: datetime) -> tuple[list[Alarm], datetime | None]:
    """The highest mark of each clock that has come and was not told; when the next one comes."""
    answer_due = None if asked.answered_at else asked.answer_due_at
    rows = alarms(asked.received_at, answer_due, asked.due_at)
    since = asked.next_alarm_at or asked.received_at
    come = {one.of_answer: one for one in rows if since <= one.at <= now}
    return list(come.values()), next((one.at for one in rows if one.at > now), None)


def _messages(asked: SubjectRequest, alarm: Alarm) -> Iterator[Message]:
    due_at = asked.answer_due_at if alarm.of_answer else asked.due_at
    which = "answer" if alarm.of_answer else "done"
    name = "subject_clock_broken" if alarm.mark == BROKEN else "subject_clock_near"
    for person in _audience(asked, alarm.mark):
        yield Message(
            template=name,
            key=f"subject:{asked.pk}:{which}:{due_at.timestamp():.0f}:{alarm.mark}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context={"number": asked.number, "due_at": due_at},
            link=f"/vu-viec/yeu-cau/{asked.pk}/",
        )


def _audience(asked: SubjectRequest, mark: int) -> list[Person]:
    """Heads of the unit that has it, near the end the province too; nobody who is barred."""
    desk = duty_desk()
    units = [(asked.unit, HEADS), *([(desk, _SUPERVISOR)] if mark >= _WIDER else [])]
    found: dict[UUID, Person] = {}
    for unit, roles in units:
        people = people_at(unit, roles) if asked.case is None else seeing(asked.case, unit, roles)
        found |= {person.pk: person for person in people}
    return list(found.values())
