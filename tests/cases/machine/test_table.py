"""Every state, every event, every part: what the table holds happens, all else is refused by name.

The facts and the words of each try are such that every guard of a lawful move holds, so that a
refusal can only come from the table.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from mangnon.cases.actions.escalating import RULES
from mangnon.cases.choices import Part, Region, State, Urgency
from mangnon.cases.clocks import rules
from mangnon.cases.describing import CLOCK_OF
from mangnon.cases.machine.deciding import EVENTS, STATES_OF, decide, find_move, moves_from
from mangnon.cases.machine.effects import EFFECTS
from mangnon.cases.machine.facts import COLUMN, Actor, Facts, Outcome
from mangnon.cases.machine.guards import GUARDS
from mangnon.cases.machine.needs import NEEDS
from mangnon.cases.machine.stages import STAGE_OF
from mangnon.cases.machine.table import FINAL, MOVES, Move
from mangnon.cases.refusals import IllegalMove, Invalid, Refusal
from tests.cases.machine.walking import DESK, PEOPLE, SON_HA, T0, UNITS, first_facts

NOW = T0 + timedelta(hours=1)
ME, OTHER = PEOPLE[0], PEOPLE[1]
REGION_OF = {move.event: move.region for move in MOVES}


def fitting(move: Move | None, region: Region, state: str) -> tuple[Facts, dict[str, Any]]:
    """Facts and words under which every guard of the row holds."""
    guards = move.guards if move else ()
    open_state = state if region == Region.MAIN else State.VERIFYING
    facts = replace(
        first_facts(),
        owner=SON_HA,
        state=open_state,
        urgency=Urgency.NOT_URGENT if "not_urgent_yet" in guards else Urgency.URGENT,
        assessed_by=OTHER,
        plan_by=OTHER,
        reviewed_by=OTHER,
        void_asked_by=None if "void_not_asked" in guards else OTHER,
        still_at_risk="review_says_risk" in guards,
        stable="review_says_risk" not in guards,
        plan_written=True,
        taken_elsewhere=True,
        open_services=((1, NOW.date()),) if "has_service" in guards else (),
        separated_until=NOW.date(),
    )
    if "protected_if_urgent" in guards:
        facts = replace(facts, urgency=Urgency.NOT_URGENT)
    facts = replace(facts, **{COLUMN[region]: state})
    return facts, {
        **dict.fromkeys(NEEDS, "chữ"),
        "unit": UNITS[DESK],
        "person": SimpleNamespace(pk=ME),
        "urgency": Urgency.URGENT,
        "measured_at": NOW,
        "received_at": NOW,
        "paper": {"field": "chữ"},
        "still_at_risk": False,
        "stable": True,
        "closing": "safe_at_home",
        "number": "12/QĐ-UBND",
        "signed_on": NOW.date(),
        "until": NOW.date() + timedelta(days=5),
        "child_asked": True,
    }


def rows_of(event: str, state: str, part: str) -> list[Move]:
    """What the table holds, read in the plainest way."""
    return [
        move for move in MOVES if move.event == event and state in move.start and part in move.parts
    ]


def triples() -> list[tuple[str, str, str]]:
    return [
        (event, str(state), str(part))
        for event in EVENTS
        for state in STATES_OF[REGION_OF[event]]
        for part in Part
    ]


def test_every_triple() -> None:
    """One move, or a refusal by name; 2,464 of them."""
    lawful = 0
    for event, state, part in triples():
        region = REGION_OF[event]
        rows = rows_of(event, state, part)
        facts, data = fitting(rows[0] if rows else None, region, state)
        found = find_move(event, facts.states, (part,))
        if not rows:
            assert isinstance(found, IllegalMove), (event, state, part)
            assert str(found).startswith(("Không thể “", "Chỉ ")), str(found)
            continue
        assert found == rows[0], (event, state, part)
        outcome = decide(found, facts, Actor(ME, SON_HA, part), data, NOW)
        assert isinstance(outcome, Outcome), (event, state, part, str(outcome))
        assert (outcome.before, outcome.after) == (state, rows[0].end or state)
        lawful += 1
    assert (len(triples()), lawful) == (2555, 223)


def test_no_state_and_event_has_two_rows() -> None:
    for event in EVENTS:
        for state in STATES_OF[REGION_OF[event]]:
            rows = [move for move in MOVES if move.event == event and state in move.start]
            assert len(rows) <= 1, (event, state)


def test_an_event_that_is_none_is_refused() -> None:
    refused = find_move("fly", first_facts().states, tuple(Part))
    assert str(refused) == "Không có bước xử lý này."


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.event}-{move.start[0]}")
def test_without_what_it_needs_no_move_is_made(move: Move) -> None:
    """Each need alone left out, and each form not filled, is asked for beside its field."""
    facts, data = fitting(move, move.region, move.start[0])
    actor = Actor(ME, SON_HA, move.parts[0])
    for need in move.needs:
        short = {name: value for name, value in data.items() if name != need}
        refused = decide(move, facts, actor, short, NOW)
        assert isinstance(refused, Invalid)
        assert (refused.field, str(refused)) == (need, NEEDS[need].asked)
    if move.form:
        refused = decide(move, facts, actor, {**data, "paper": "số 5"}, NOW)
        assert isinstance(refused, Invalid)
        assert str(refused) == f"Hãy ghi Mẫu {move.form} trước khi “{move.words}”."
        drafted = replace(facts, drafts=frozenset({move.form}))
        paper = {**data, "paper": "số 5"}
        assert isinstance(decide(move, drafted, actor, paper, NOW), Outcome)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.event}-{move.start[0]}")
def test_a_part_the_row_does_not_name_cannot_slip_through(move: Move) -> None:
    facts, data = fitting(move, move.region, move.start[0])
    for part in set(Part) - set(move.parts):
        refused = decide(move, facts, Actor(ME, SON_HA, part), data, NOW)
        assert isinstance(refused, Refusal)
        assert str(refused).startswith("Chỉ ")


def test_every_name_of_the_table_is_known_and_nothing_is_left_over() -> None:
    assert {name for move in MOVES for name in move.guards} == set(GUARDS)
    assert {name for move in MOVES for name in move.effects} == set(EFFECTS)
    assert {name for move in MOVES for name in move.needs} == set(NEEDS)
    clocks = {name for name in EFFECTS if name.startswith("clock_")}
    assert clocks <= set(CLOCK_OF)
    beside = {name for pair in RULES.values() for name in pair}  # of referrals
    assert set(CLOCK_OF.values()) | beside | {"initial_risk", "separation_limit"} == set(rules())


def test_every_state_is_reached_and_only_void_is_left_by_nothing() -> None:
    for region, states in STATES_OF.items():
        first = next(iter(states))
        reached = {move.end for move in MOVES if move.region == region and move.end}
        assert set(states) == reached | {first}
    left = {start for move in MOVES if move.region == Region.MAIN for start in move.start}
    assert set(State) - left == {State.VOID}
    assert FINAL == (State.CLOSED, State.VOID)


def test_buttons_are_the_rows_of_the_table() -> None:
    states = first_facts().states
    assert [move.event for move in moves_from(states, (Part.RECEIVER,))] == [
        "forward",
        "report_crime",
    ]
    assert moves_from(states, ()) == ()
    assert [move.event for move in moves_from(states, (Part.CHAIR,))] == [
        "take",
        "given_up",
        "separate",
        "report_crime",
        "override_consent",
    ]


def test_the_reporter_sees_a_word_for_every_state_and_nothing_else() -> None:
    assert set(STAGE_OF) == set(State)
    assert set(STAGE_OF.values()) == {"reading", "checking", "helping", "done"}
