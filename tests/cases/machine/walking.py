"""A case that walks through the machine by chance, as values alone, with its invariants.

The walker knows what is true of a lawful case (I1 to I10 of the research) and nothing of how the
machine comes to its decisions: edges are read from the table, everything else is checked anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from mangnon.cases.choices import Part, Region, Separation, State, Urgency
from mangnon.cases.clocks import due
from mangnon.cases.machine.deciding import EVENTS, STATES_OF, decide, find_move, moves_from
from mangnon.cases.machine.facts import Actor, Data, Facts, Outcome
from mangnon.cases.machine.replaying import replayed
from mangnon.cases.machine.stages import stage_of
from mangnon.cases.machine.table import MOVES, Move
from mangnon.cases.refusals import Refusal
from mangnon.directives.api import DaysOff

T0 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PEOPLE = tuple(UUID(int=number) for number in range(1, 6))
DESK, SON_HA, SON_HAJ, ACCUSED = 1, 2, 3, 9
UNITS = {
    DESK: SimpleNamespace(pk=DESK, kind="department", commune_id=None),
    SON_HA: SimpleNamespace(pk=SON_HA, kind="commune", commune_id="21289"),
    SON_HAJ: SimpleNamespace(pk=SON_HAJ, kind="commune", commune_id="21292"),
    ACCUSED: SimpleNamespace(pk=ACCUSED, kind="commune", commune_id="21289"),
}
PARTS = tuple(Part)
FACT_NAMES = frozenset(one.name for one in fields(Facts))
EDGES = {
    (move.region, str(start), str(move.end or start)) for move in MOVES for start in move.start
}
STAGES: dict[str, str] = {}


def first_facts() -> Facts:
    return Facts(
        receiver=DESK,
        owner=DESK,
        received_at=T0,
        commune_of_event="21289",
        commune_of_residence="21292",
        round_at=T0,
        running=frozenset({"emergency_12h", "initial_risk"}),
        staff=frozenset(PEOPLE),
        barred=frozenset({ACCUSED}),
    )


def applied(facts: Facts, outcome: Outcome, now: datetime) -> Facts:
    """The facts after an outcome, as the database would tell them."""
    changed = {name.removesuffix("_id"): value for name, value in outcome.fields.items()}
    known = {name: value for name, value in changed.items() if name in FACT_NAMES}
    ended = {
        rule
        for rule in facts.running
        for wanted in (*outcome.stops, *outcome.voids)
        if rule == wanted or (wanted.endswith("*") and rule.startswith(wanted[:-1]))
    }
    met = facts.emergency_met
    if "emergency_12h" in ended:
        met = "emergency_12h" in outcome.stops
    round_at = facts.round_at
    for start in outcome.starts:
        if start.rule == "emergency_12h":
            round_at, met = start.at, False
    running = (facts.running - ended) | {start.rule for start in outcome.starts}
    return replace(facts, **cast(Any, known), running=running, round_at=round_at, emergency_met=met)


@dataclass
class Walk:
    """One case on its way. `choose(n)` gives a number below n: from hypothesis, or from a seed."""

    facts: Facts = field(default_factory=first_facts)
    now: datetime = T0
    record: list[dict[str, object]] = field(default_factory=list)
    reached: set[str] = field(default_factory=lambda: {State.INTAKE})
    round_due: datetime = T0 + timedelta(hours=12)

    def step(self, choose: Any) -> None:
        """Time passes, things happen beside the case, and somebody tries a move."""
        if self.facts.state == State.VOID:
            self._begin_anew()
        self.now += timedelta(minutes=choose(2000))
        self._beside(choose(6))
        actor = Actor(PEOPLE[choose(5)], (DESK, SON_HA, SON_HAJ)[choose(3)], PARTS[choose(7)])
        legal = moves_from(self.facts.states, PARTS)
        if choose(8) and legal:
            move: Move | Refusal = legal[choose(len(legal))]
            parts = cast(Move, move).parts
            actor = replace(actor, part=parts[choose(len(parts))])
        else:
            move = find_move(EVENTS[choose(len(EVENTS))], self.facts.states, (actor.part,))
        if isinstance(move, Move):
            self._try(move, actor, self._data(choose), choose(10))

    def _begin_anew(self) -> None:
        """Nothing follows upon a void case: another one begins."""
        self.facts = replace(first_facts(), received_at=self.now, round_at=self.now)
        self.record, self.round_due = [], self.now + timedelta(hours=12)

    def _beside(self, what: int) -> None:
        """Services and referrals come and go; a draft of a form is written."""
        facts = self.facts
        if facts.state in (State.PLAN_APPROVED, State.IN_SERVICE) and what < 2:
            self.facts = replace(facts, open_services=((len(self.record), self.now.date()),))
        elif what == 2:
            self.facts = replace(facts, open_services=(), open_referrals=0)
        elif what == 3 and facts.state == State.IN_SERVICE:
            self.facts = replace(facts, open_referrals=1)
        elif what > 3 and facts.state == State.PLAN_DRAFT:
            self.facts = replace(facts, plan_written=True)

    def _data(self, choose: Any) -> Data:
        told = self.now - timedelta(minutes=choose(600))
        return {
            "unit": UNITS[(DESK, SON_HA, SON_HAJ, ACCUSED)[choose(4)]],
            "person": SimpleNamespace(pk=PEOPLE[choose(5)]),
            "reason": "lý do",
            "urgency": (Urgency.URGENT, Urgency.NOT_URGENT)[choose(2)],
            "measure": "đưa trẻ đến nơi an toàn",
            "measured_at": told,
            "paper": {"01": "đã ghi"},
            "still_at_risk": choose(4) == 0,
            "stable": choose(4) > 0,
            "closing": "safe_at_home",
            "retention": "child_case",
            "received_at": told,
            "number": "12/QĐ-UBND",
            "signed_on": (self.now + timedelta(days=choose(2))).date(),
            "until": (self.now + timedelta(days=choose(20))).date(),
            "asked_by_body": "cơ quan thử",
            "outcome": "nội dung",
            "address": "https://trang.example/",
            "who": "mẹ",
            "purpose": "hỗ trợ",
            "child_asked": True,
        }

    def _try(self, move: Move, actor: Actor, data: Data, omit: int) -> None:
        if move.event == "ask_void" and omit > 3:
            return  # or most walks would end before they have begun
        if omit == 0:
            data = {name: data[name] for name in data if name not in move.needs[:1]}
        if omit == 1:
            data = {name: data[name] for name in data if name != "paper"}
        if move.event == "raise_urgency" and omit < 5:
            data = {name: data[name] for name in data if name != "received_at"}
        before = self.facts
        outcome = decide(move, before, actor, data, self.now)
        assert outcome == decide(move, before, actor, data, self.now) or isinstance(
            outcome, Refusal
        )
        if isinstance(outcome, Refusal):
            assert str(outcome)
            return
        if omit == 0:
            assert not move.needs, f"{move.event} không kèm {move.needs[:1]}"
        assert "paper" in data or not move.form, f"{move.event} không có Mẫu {move.form}"
        self._check_people(move, actor, before)
        self.facts = applied(before, outcome, self.now)
        self._keep_round(move, data, before, outcome)
        number = len(self.record) + 1
        row = {"region": move.region, "from": outcome.before, "to": outcome.after}
        self.record.append({**row, "number": number})
        self.reached.add(self.facts.state)
        assert (move.region, outcome.before, outcome.after) in EDGES, "I1"
        self.check()

    def _check_people(self, move: Move, actor: Actor, before: Facts) -> None:
        """I6: what wants two people has two."""
        other = {
            "approve_plan": before.plan_by,
            "reject_plan": before.plan_by,
            "close": before.reviewed_by,
            "void": before.void_asked_by,
            "lower_urgency": before.assessed_by,
        }
        assert actor.part in move.parts
        assert actor.person != other.get(move.event), "I6"

    def _keep_round(self, move: Move, data: Data, before: Facts, outcome: Outcome) -> None:
        """I5: the 12 hours move only with new information that is named, or a new danger."""
        for start in outcome.starts:
            if start.rule != "emergency_12h":
                continue
            ends = due(start.rule, start.at, DaysOff())
            new = move.event == "reopen" or before.emergency_met or "received_at" in data
            assert new or ends <= self.round_due, "I5"
            self.round_due = ends

    def check(self) -> None:
        facts = self.facts
        assert replayed(self.record) == facts.states, "I2"
        if facts.state in (State.CLOSED, State.VOID):
            assert not facts.open_referrals, "I3"
            assert facts.separation != Separation.ACTIVE, "I3"
        if facts.state == State.CLOSED:
            assert not facts.open_services, "I3"
            assert facts.still_at_risk is False, "I3"
            assert facts.stable is True, "I3"
        assert facts.owner in (DESK, SON_HA, SON_HAJ), "I4, I7"
        assert facts.state in STATES_OF[Region.MAIN], "I1"
        stage = stage_of(facts.state)
        assert STAGES.setdefault(facts.state, stage) == stage, "I10"
        if facts.separation == Separation.ACTIVE:
            assert facts.separated_until is not None
