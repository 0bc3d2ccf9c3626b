"""Deciding a move from values alone: find its row, ask what is missing, ask the guards, lay the
effects together. The same function stands behind buttons, API, tests and replay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain

from mangnon.cases.choices import (
    Consent,
    Content,
    Crime,
    Part,
    Region,
    Separation,
    State,
)
from mangnon.cases.machine.effects import EFFECTS, Piece
from mangnon.cases.machine.facts import COLUMN, Actor, Data, Facts, Outcome
from mangnon.cases.machine.guards import GUARDS, Asked
from mangnon.cases.machine.needs import missing
from mangnon.cases.machine.table import MOVES, Move
from mangnon.cases.refusals import IllegalMove, Invalid, Refusal

STATES_OF: dict[Region, type[State | Separation | Crime | Content | Consent]] = {
    Region.MAIN: State,
    Region.SEPARATION: Separation,
    Region.CRIME: Crime,
    Region.CONTENT: Content,
    Region.CONSENT: Consent,
}
_BY_EVENT: dict[str, list[Move]] = {}
for _move in MOVES:
    _BY_EVENT.setdefault(_move.event, []).append(_move)
EVENTS = tuple(_BY_EVENT)


def state_words(region: str, state: str) -> str:
    """How a state of a region is called on screen."""
    return str(STATES_OF[Region(region)](state).label)


def moves_from(states: Mapping[Region, str], parts: Collection[str]) -> tuple[Move, ...]:
    """The moves that somebody in these parts may make from where a case stands in each region."""
    return tuple(
        move
        for move in MOVES
        if states[move.region] in move.start and not set(parts).isdisjoint(move.parts)
    )


def find_move(event: str, states: Mapping[Region, str], parts: Collection[str]) -> Move | Refusal:
    """The row for an event. A refusal, as a value, for an unknown event, state or part."""
    rows = _BY_EVENT.get(event)
    if rows is None:
        return IllegalMove("Không có bước xử lý này.")
    row = next((move for move in rows if states[move.region] in move.start), None)
    if row is None:
        now = state_words(rows[0].region, states[rows[0].region])
        return IllegalMove(f"Không thể “{rows[0].words}” khi vụ việc đang ở bước “{now}”.")
    if set(parts).isdisjoint(row.parts):
        who = ", ".join(str(Part(part).label) for part in row.parts)
        return IllegalMove(f"Chỉ {who} mới được “{row.words}”.")
    return row


def decide(move: Move, facts: Facts, actor: Actor, data: Data, now: datetime) -> Outcome | Refusal:
    """What the move would do, or why it cannot be made. Writes nothing, raises nothing anticipated.

    `move` is a row found by `find_move`; `actor.part` the part in which it is made.
    """
    refused = (
        _unfit(move, facts, actor) or missing(move.needs, data) or _unwritten(move, facts, data)
    )
    if refused is not None:
        return refused
    asked = Asked(facts, actor, data, now)
    for name in move.guards:
        words = GUARDS[name](asked)
        if words is not None:
            return IllegalMove(words)
    return _outcome(move, facts, actor, [EFFECTS[name](asked) for name in move.effects])


def _unfit(move: Move, facts: Facts, actor: Actor) -> Refusal | None:
    found = find_move(move.event, facts.states, (actor.part,))
    if isinstance(found, Refusal):
        return found
    return None if found == move else IllegalMove("Vụ việc đã sang bước khác: hãy mở lại trang.")


def _unwritten(move: Move, facts: Facts, data: Data) -> Refusal | None:
    """A step whose form is not filled is no step: with the move, or as a draft before it."""
    if not move.form or move.form in facts.drafts or isinstance(data.get("paper"), dict):
        return None
    return Invalid(f"Hãy ghi Mẫu {move.form} trước khi “{move.words}”.", "paper")


def _outcome(move: Move, facts: Facts, actor: Actor, pieces: list[Piece]) -> Outcome:
    before = facts.at(move.region)
    after = move.end or before
    fields: dict[str, object] = {COLUMN[move.region]: after} if move.end else {}
    for piece in pieces:
        fields.update(piece.fields)
    return Outcome(
        part=Part(actor.part),
        before=before,
        after=after,
        fields=fields,
        stops=tuple(chain.from_iterable(piece.stops for piece in pieces)),
        voids=tuple(chain.from_iterable(piece.voids for piece in pieces)),
        starts=tuple(chain.from_iterable(piece.starts for piece in pieces)),
        shares=tuple(chain.from_iterable(piece.shares for piece in pieces)),
        ends_sharing=any(piece.ends_sharing for piece in pieces),
        tellings=tuple(chain.from_iterable(piece.tellings for piece in pieces)),
    )
