"""Making a move: every button, every request and every seed goes through `apply`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mangnon.cases.actions.decisions import digest_of_plan
from mangnon.cases.actions.facts import facts_of
from mangnon.cases.actions.keeping import writing_key
from mangnon.cases.actions.moving import Moving, conflict, locked_case, write
from mangnon.cases.actions.papers import with_whole_paper
from mangnon.cases.actions.passing_on import pass_on
from mangnon.cases.choices import Part, Region
from mangnon.cases.machine.deciding import decide, find_move, moves_from
from mangnon.cases.machine.facts import COLUMN, Actor, Data
from mangnon.cases.machine.table import MOVES, Move
from mangnon.cases.models import Case
from mangnon.cases.perms import parts_of
from mangnon.cases.refusals import IllegalMove, NotAllowed, Refusal
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit, scope_of


@transaction.atomic
def apply(
    *,
    case_id: UUID,
    event: str,
    by: Person,
    unit: Unit,
    version: int,
    data: Data | None = None,
    token: str,
    reader: Reader | None = None,
) -> Case:
    """Make one move in the name of `unit`; all of it, or nothing.

    `data` holds what the row needs (`machine.needs`), and `paper`, the answers of its form; without
    them the draft of the form goes along. The same `token` is one effect, whoever sends it again.
    `reader` opens the case's key: handing the case to another unit and sending a draft need it; the
    key of the report goes along where `reader` opens it.
    Raises NotAllowed, Conflict, IllegalMove, Invalid, reports.Locked, Case.DoesNotExist.
    """
    said, case = dict(data or {}), locked_case(case_id)
    if token and case.events.filter(token=token).exists():
        return case
    parts = _rights(case, by, unit)
    row = _named(event)
    if case.version != version:
        raise conflict(case, row.words, row.region, said)
    now = clock.now()
    move, part = _found(event, case, parts)
    outcome = decide(move, facts_of(case), Actor(by.pk, unit.pk, part), said, now)
    if isinstance(outcome, Refusal):
        raise outcome
    key = writing_key(case, reader)
    said = with_whole_paper(case, move, said, key, reader, now)
    if "signed_on" in move.needs:
        said["plan_sha256"] = digest_of_plan(case, key, reader)
    before = case.owner_id
    made = write(Moving(case, move, by, unit, said, now, token, key), outcome)
    pass_on(made, by=by, reader=reader, before=before)
    return made


def _rights(case: Case, by: Person, unit: Unit) -> frozenset[Part]:
    """The parts somebody has in the case, working for that unit. Raises NotAllowed for none."""
    parts = parts_of(by, case)
    if not parts or unit.pk not in {home.pk for home in scope_of(by).homes}:
        raise NotAllowed("Anh/chị không tham gia vụ việc này.")
    return parts


def _named(event: str) -> Move:
    row = next((move for move in MOVES if move.event == event), None)
    if row is None:
        raise IllegalMove("Không có bước xử lý này.")
    return row


def _found(event: str, case: Case, parts: frozenset[Part]) -> tuple[Move, Part]:
    """The row and the part in which it is made: the first of the row that the person has."""
    move = find_move(event, states_of(case), parts)
    if isinstance(move, Refusal):
        raise move
    return move, next(part for part in move.parts if part in parts)


def states_of(case: Case) -> dict[Region, str]:
    """Where a case stands in each region."""
    return {region: str(getattr(case, column)) for region, column in COLUMN.items()}


def moves_for(case: Case, person: Person, unit: Unit) -> list[Move]:
    """The moves the table offers a person now, for buttons; a guard may still refuse one."""
    if unit.pk not in {home.pk for home in scope_of(person).homes}:
        return []
    return list(moves_from(states_of(case), parts_of(person, case)))
