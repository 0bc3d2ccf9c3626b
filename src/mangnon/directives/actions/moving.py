"""One move of one assignment: locked, checked against rights, version and table, then written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Model

from mangnon.base.audit.api import record
from mangnon.directives.actions.drafts import shown
from mangnon.directives.choices import Event, Side, State
from mangnon.directives.models import Assignment, AssignmentEvent
from mangnon.directives.perms import may_make
from mangnon.directives.refusals import Conflict, Difference, NotAllowed
from mangnon.directives.workflow import IllegalMove, Move, find_move
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

Data = Mapping[str, object]


@dataclass(frozen=True)
class Change:
    """What a move sets besides the state, and what its history says."""

    fields: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Moving:
    """Who makes which move on what, in the name of which unit."""

    by: Person
    unit: Unit
    work: Assignment
    move: Move
    data: Data


def known(event: str) -> Event:
    """The event of that name. Raises IllegalMove for a name that is none."""
    if event not in Event.values:
        raise IllegalMove("Không có bước xử lý này.")
    return Event(event)


def locked_work(assignment_id: int) -> Assignment:
    """The fresh row of an assignment, held until the transaction ends."""
    rows = Assignment.objects.select_related("directive", "clause", "unit", "given_by")
    return rows.select_for_update(of=("self",)).get(pk=assignment_id)


def side_of(work: Assignment, unit: Unit, event: str) -> str:
    """On which side the unit stands. Raises NotAllowed when it has no part in the work."""
    if event in _GIVERS and unit.pk == work.given_by_id:
        return Side.GIVER
    if unit.pk == work.unit_id:
        return Side.RECEIVER
    if unit.pk == work.given_by_id:
        return Side.GIVER
    raise NotAllowed(f"{unit.name} không tham gia việc này.")


_GIVERS = frozenset({Event.SEND_BACK, Event.ACCEPT, Event.ANSWER_EXTENSION, Event.FREEZE})


def check(moving_by: Person, unit: Unit, work: Assignment, event: str, version: int) -> Move:
    """The row of the table for a move. Raises NotAllowed, Conflict, IllegalMove, in this order."""
    side = side_of(work, unit, event)
    if not may_make(moving_by, unit, work, event):
        raise NotAllowed(f"Anh/chị không được “{Event(event).label}” thay cho {unit.name}.")
    if work.version != version:
        raise conflict(work, event)
    return find_move(work.state, event, side)


def conflict(work: Assignment, event: str) -> Conflict:
    """What was wanted beside where the work stands now, and who brought it there."""
    last = work.events.select_related("by").last()
    who = str(last.by) if last and last.by else ""
    wanted, now = Event(event).label, State(work.state).label
    return Conflict(work.version, (Difference("state", "Trạng thái", wanted, now),), who)


def token_of(by: Person, event: str, version: int, data: Data) -> str:
    """A digest of a move as it was sent, equal only for the same form sent again."""
    said = json.dumps(
        [str(by.pk), event, version, {name: _plain(data[name]) for name in sorted(data)}],
        ensure_ascii=False,
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "sha256"):
        return str(value.sha256)
    return str(value.pk) if isinstance(value, Model) else str(value)


def was_made(work: Assignment, token: str) -> bool:
    return AssignmentEvent.objects.filter(assignment=work, token=token).exists()


def write(moving: Moving, change: Change, token: str = "") -> Assignment:
    """Set the row to its next version, with its event and audit row.

    The update counts its rows: another transaction that came first leaves none, and is a Conflict.
    """
    work, move = moving.work, moving.move
    before, after = work.state, move.end or work.state
    wanted = {**change.fields, "state": after}
    mine = Assignment.objects.filter(pk=work.pk, version=work.version, state=before)
    if mine.update(version=F("version") + 1, **wanted) != 1:
        work.refresh_from_db()
        raise conflict(work, move.event)
    for name, value in wanted.items():
        setattr(work, name, value)
    work.version += 1
    AssignmentEvent.objects.create(
        assignment=work,
        event=move.event,
        from_state=before,
        to_state=after,
        note=change.note[:1000],
        by=moving.by,
        by_unit=moving.unit,
        at=clock.now(),
        token=token,
    )
    record(
        by=moving.by,
        what=f"assignment.{move.event}",
        on=work,
        facts={"from": before, "to": after, "version": work.version},
    )
    return work


def day(value: date) -> str:
    return shown(value)
