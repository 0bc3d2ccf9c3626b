"""Telling people about a case: that there is something to look at, never what.

Whoever is barred from the case is told nothing. When a unit has nobody to tell, the province is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.actions.facts import seeing
from mangnon.cases.models import Case
from mangnon.reports.api import duty_desk
from mangnon.units.api import Person, Role, Unit

HEADS = frozenset(
    {
        Role.COMMUNE_LEADER,
        Role.DEPARTMENT_OFFICER,
        Role.PROVINCIAL_OFFICER,
        Role.COUNSELLOR,
        Role.POLICE_LIAISON,
    }
)
_CHAIR = frozenset({Role.COMMUNE_LEADER})
_SUPERVISOR = frozenset({Role.PROVINCIAL_OFFICER})
_POLICE = frozenset({Role.POLICE_LIAISON})


def audience(case: Case, name: str) -> list[Person]:
    """The people behind a word of the machine: worker, owner, receiver, chair, supervisor, police.

    Nobody there, or only who must not know: the province's desk.
    """
    return _people(case, name) or seeing(case, duty_desk(), _SUPERVISOR)


def _people(case: Case, name: str) -> list[Person]:
    if name == "worker":
        own = [case.person] if case.person and case.person.is_active else []
        return own or seeing(case, case.owner, HEADS)
    if name == "police":
        units = [share.unit for share in case.shares.filter(ended_at=None).select_related("unit")]
        return [person for unit in units for person in seeing(case, unit, _POLICE)]
    unit, roles = _place(case, name)
    return seeing(case, unit, roles)


def _place(case: Case, name: str) -> tuple[Unit, frozenset[Role]]:
    places = {
        "owner": (case.owner, HEADS),
        "receiver": (case.receiver, HEADS),
        "chair": (case.owner, _CHAIR),
        "supervisor": (duty_desk(), _SUPERVISOR),
    }
    return places[name]


def tell_moved(case: Case, audiences: Iterable[str], number: int) -> None:
    """Everybody concerned by a move, each once."""
    people = {one.pk: one for name in audiences for one in audience(case, name)}
    tell_many(message(case, person, "case_moved", f"{number}") for person in people.values())


def message(
    case: Case, person: Person, template: str, key: str, due_at: datetime | None = None
) -> Message:
    """The number and, for a clock, its moment: all that leaves the system."""
    return Message(
        template=template,
        key=f"case:{case.pk}:{key}:{person.pk}",
        to=person.email,
        person_id=person.pk,
        context={"number": case.number, "due_at": due_at},
        link=f"/vu-viec/{case.pk}/",
    )
