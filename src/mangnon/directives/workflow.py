"""How an assignment moves: one table. Buttons, actions, tests and documentation come from it.

A move names the event, the states it may start from, the state it ends in (None: stays), whose
side may make it, what must be said with it, and the guards that hold. Every other combination is
refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mangnon.directives.choices import Event, Side, State
from mangnon.directives.refusals import Refusal

OPEN = (State.ISSUED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.RETURNED, State.SENT_BACK)
WORKING = (State.ACKNOWLEDGED, State.IN_PROGRESS, State.SENT_BACK)


@dataclass(frozen=True)
class Move:
    """One row of the table."""

    event: Event
    start: tuple[State, ...]
    end: State | None
    side: Side
    needs: tuple[str, ...] = ()
    note: str = ""


MOVES: tuple[Move, ...] = (
    Move(Event.ACKNOWLEDGE, (State.ISSUED,), State.ACKNOWLEDGED, Side.RECEIVER),
    Move(Event.START, (State.ACKNOWLEDGED,), State.IN_PROGRESS, Side.RECEIVER),
    Move(
        Event.PROGRESS,
        (State.ACKNOWLEDGED, State.IN_PROGRESS),
        State.IN_PROGRESS,
        Side.RECEIVER,
        needs=("percent",),
    ),
    Move(Event.PROGRESS, (State.SENT_BACK,), None, Side.RECEIVER, needs=("percent",)),
    Move(Event.HAND_ON, WORKING, None, Side.RECEIVER, needs=("person",)),
    Move(
        Event.HAND_DOWN,
        (State.ACKNOWLEDGED, State.IN_PROGRESS),
        State.IN_PROGRESS,
        Side.RECEIVER,
        needs=("units", "due_on"),
    ),
    Move(Event.SUBMIT, WORKING, State.RETURNED, Side.RECEIVER, needs=("text",)),
    Move(Event.SEND_BACK, (State.RETURNED,), State.SENT_BACK, Side.GIVER, needs=("reason",)),
    Move(Event.ACCEPT, (State.RETURNED,), State.ACCEPTED, Side.GIVER),
    Move(
        Event.ASK_EXTENSION,
        (State.ISSUED, *WORKING),
        None,
        Side.RECEIVER,
        needs=("until", "reason"),
    ),
    Move(Event.ANSWER_EXTENSION, OPEN, None, Side.GIVER, needs=("granted",)),
    Move(Event.FREEZE, OPEN, State.FROZEN, Side.GIVER, needs=("reason",)),
    Move(Event.CARRY_OVER, (State.FROZEN,), None, Side.GIVER),
)

_TABLE: dict[tuple[State, Event], Move] = {
    (start, move.event): move for move in MOVES for start in move.start
}


class IllegalMove(Refusal):
    """A move that the table does not hold; says why in words for the screen."""


def find_move(state: str, event: str, side: str) -> Move:
    """The row for this state and event. Raises IllegalMove when there is none for this side."""
    refused = refusal(state, event)
    if refused is not None:
        raise refused
    move = _TABLE[State(state), Event(event)]
    if move.side != side:
        raise IllegalMove(f"Chỉ {Side(move.side).label.lower()} mới được “{move.event.label}”.")
    return move


def refusal(state: str, event: str) -> IllegalMove | None:
    """Why the event cannot happen in this state; None when the table holds it."""
    if (State(state), Event(event)) in _TABLE:
        return None
    return IllegalMove(
        f"Không thể “{Event(event).label}” khi việc đang ở trạng thái “{State(state).label}”."
    )


def moves_from(state: str, side: str) -> tuple[Move, ...]:
    """The moves that a side may make now, in the order of the table."""
    return tuple(move for move in MOVES if State(state) in move.start and move.side == side)


# Where a passed deadline still means something: nothing has been returned yet.
OWING = (State.ISSUED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.SENT_BACK)


def is_late(state: str, due_on: date, today: date) -> bool:
    """Late: not yet returned and the day has passed."""
    return state in OWING and due_on < today
