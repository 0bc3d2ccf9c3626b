"""The table of moves against a model of it: whatever is tried, only what the table holds happens.

Every refusal is checked to change nothing. Side and state are tried in all combinations first, then
in long random stories.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mangnon.directives import api
from mangnon.directives.api import Event, Side, State
from mangnon.directives.models import Assignment, AssignmentEvent, Return
from mangnon.directives.workflow import MOVES, find_move
from tests.directives.work.cast import Cast, in_days, make_cast, make_issued, work_of

LEGAL = {(start, move.event): move for move in MOVES for start in move.start}
# Events that a person makes; the others are made in bulk, with the letter.
MADE = [event for event in Event if event not in {Event.ISSUE, Event.CARRY_OVER}]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("side", Side)
def test_the_table_refuses_by_name(state: State, event: Event, side: Side) -> None:
    move = LEGAL.get((state, event))
    if move is not None and move.side == side:
        assert find_move(state, event, side) == move
        return
    with pytest.raises(api.IllegalMove) as refusal:
        find_move(state, event, side)
    words = str(refusal.value)
    assert event.label in words
    if move is None:
        assert state.label in words
    else:
        assert words.startswith("Chỉ ")


def test_every_state_is_reached_and_only_two_are_final() -> None:
    reached = {move.end for move in MOVES if move.end} | {State.ISSUED}
    assert reached == set(State)
    assert {state for state in State if not any(state in move.start for move in MOVES)} == {
        State.ACCEPTED
    }


def data_for(event: Event, cast: Cast) -> dict[str, Any]:
    """What the event needs, so that only the table can refuse."""
    return {
        Event.PROGRESS: {"percent": 30},
        Event.HAND_ON: {"person": cast.leader},
        Event.HAND_DOWN: {"units": [cast.house.primary], "due_on": in_days(5)},
        Event.SUBMIT: {"text": "Đã làm"},
        Event.SEND_BACK: {"reason": "Thiếu số liệu"},
        Event.ASK_EXTENSION: {"until": in_days(365), "reason": "Mưa lũ"},
        Event.ANSWER_EXTENSION: {"granted": False, "answer": "Không"},
        Event.FREEZE: {"reason": "Giao nhầm"},
    }.get(event, {})


@pytest.mark.django_db
def test_every_move_outside_the_table_changes_nothing() -> None:
    # Given work brought to each state in turn
    cast = make_cast()
    work = work_of(make_issued(cast), cast.house.son_ha)
    sides = {
        Side.RECEIVER: (cast.worker, cast.house.son_ha),
        Side.GIVER: (cast.officer, cast.house.health),
    }
    for state, event, side in product(State, Event, Side):
        move = LEGAL.get((state, event))
        if move is not None and move.side == side:
            continue
        Assignment.objects.filter(pk=work.pk).update(state=state)
        before = Assignment.objects.filter(pk=work.pk).values().get()
        person, unit = sides[side]
        # When somebody tries what the table does not hold
        with pytest.raises(api.IllegalMove):
            api.apply(
                by=person,
                unit=unit,
                assignment_id=work.pk,
                event=event,
                version=1,
                data=data_for(event, cast),
            )
        # Then nothing moved
        assert Assignment.objects.filter(pk=work.pk).values().get() == before
    assert work.events.count() == 1
    assert not Return.objects.exists()


NEEDS = [(move.event, state, need) for move in MOVES for state in move.start for need in move.needs]


@pytest.mark.django_db
@pytest.mark.parametrize(("event", "state", "need"), NEEDS)
def test_what_the_table_needs_is_really_asked_for(event: Event, state: State, need: str) -> None:
    cast = make_cast()
    work = work_of(make_issued(cast), cast.house.son_ha)
    Assignment.objects.filter(pk=work.pk).update(state=state)
    receiver = LEGAL[state, event].side == Side.RECEIVER
    data = {name: value for name, value in data_for(event, cast).items() if name != need}
    with pytest.raises(api.Invalid) as refusal:
        api.apply(
            by=cast.worker if receiver else cast.officer,
            unit=cast.house.son_ha if receiver else cast.house.health,
            assignment_id=work.pk,
            event=event,
            version=1,
            data=data,
        )
    assert refusal.value.field == need
    assert Assignment.objects.get(pk=work.pk).version == 1


class Story(RuleBasedStateMachine):
    """One piece of work in Sơn Hà, moved by anybody in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.cast = make_cast()
        self.letter = make_issued(self.cast)
        self.pk = work_of(self.letter, self.cast.house.son_ha).pk
        self.state = State.ISSUED
        self.asked = False
        self.handed_down = False
        self.rounds = 0
        self.version = 1

    def teardown(self) -> None:
        """Each story begins in an empty house."""
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    def act(self, event: Event, side: Side, version: int) -> Assignment:
        house = self.cast.house
        receiver = side == Side.RECEIVER
        return api.apply(
            by=self.cast.worker if receiver else self.cast.officer,
            unit=house.son_ha if receiver else house.health,
            assignment_id=self.pk,
            event=event,
            version=version,
            data=data_for(event, self.cast),
        )

    def allowed(self, event: Event, side: Side) -> bool:
        move = LEGAL.get((self.state, event))
        if move is None or move.side != side:
            return False
        if event == Event.ANSWER_EXTENSION:
            return self.asked
        if event == Event.ASK_EXTENSION:
            return not self.asked
        return not (event == Event.HAND_DOWN and self.handed_down)

    @rule(event=st.sampled_from(MADE), side=st.sampled_from(Side))
    def moves(self, event: Event, side: Side) -> None:
        if not self.allowed(event, side):
            self.refused(lambda: self.act(event, side, self.version))
            return
        after = self.act(event, side, self.version)
        move = LEGAL[self.state, event]
        self.state = move.end or self.state
        self.version += 1
        assert (after.state, after.version) == (self.state, self.version)
        self.remember(event)

    def remember(self, event: Event) -> None:
        if event == Event.ASK_EXTENSION:
            self.asked = True
        if event in {Event.ANSWER_EXTENSION, Event.ACCEPT, Event.FREEZE}:
            self.asked = False
        self.handed_down |= event == Event.HAND_DOWN
        self.rounds += event == Event.SUBMIT

    @precondition(lambda self: self.version > 1)
    @rule(event=st.sampled_from([Event.ACCEPT, Event.FREEZE, Event.SEND_BACK]))
    def an_old_page_changes_nothing(self, event: Event) -> None:
        self.refused(lambda: self.act(event, Side.GIVER, 0))

    def refused(self, attempt: Callable[[], object]) -> None:
        before = self.picture()
        with pytest.raises(api.Refusal) as refusal:
            attempt()
        assert str(refusal.value).strip()
        assert self.picture() == before

    def picture(self) -> tuple[object, ...]:
        return (
            Assignment.objects.filter(pk=self.pk).values_list("state", "version", "due_on").get(),
            Assignment.objects.count(),
            AssignmentEvent.objects.count(),
            Return.objects.count(),
        )

    @invariant()
    def the_row_is_what_the_table_says(self) -> None:
        row = Assignment.objects.get(pk=self.pk)
        assert (row.state, row.version) == (self.state, self.version)
        assert row.returns.count() == self.rounds
        waiting = row.returns.filter(state="submitted").count()
        assert waiting == (1 if self.state == State.RETURNED else waiting if self.frozen else 0)
        assert row.events.count() == self.version

    @property
    def frozen(self) -> bool:
        return self.state == State.FROZEN


@pytest.mark.django_db
def test_any_story_goes_by_the_table() -> None:
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
