"""A hundred thousand ways through a case: whatever is tried, the invariants hold.

`STEPS` random steps: 20,000 in the test run, 1,000,000 in `make soak`.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mangnon.cases.choices import State
from tests.cases.machine.walking import Walk

STEPS = int(os.environ.get("MANGNON_MACHINE_STEPS", "20000"))
A_RULE, A_WALK = 20, 50
REACHED: set[str] = set()


class CaseMachine(RuleBasedStateMachine):
    """Each rule makes twenty steps, all chosen by hypothesis through one seed, so that a walk that
    breaks an invariant is found again and made shorter."""

    @initialize()
    def open(self) -> None:
        self.walk = Walk()

    @rule(chance=st.randoms(use_true_random=False, note_method_calls=False))
    def steps(self, chance: object) -> None:
        for _ in range(A_RULE):
            self.walk.step(chance.randrange)  # type: ignore[attr-defined]
        REACHED.update(self.walk.reached)

    @invariant()
    def lawful(self) -> None:
        if hasattr(self, "walk"):
            self.walk.check()
            # I9: every event is in the record, numbered without a gap.
            numbers = [row["number"] for row in self.walk.record]
            assert numbers == list(range(1, len(numbers) + 1))


TestMachine = CaseMachine.TestCase
TestMachine.settings = settings(
    max_examples=max(1, STEPS // (A_RULE * A_WALK)),
    stateful_step_count=A_WALK,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_walks_came_everywhere() -> None:
    """The invariants say something: the walks above were in every state of the main line."""
    walk, number = Walk(), 0

    def chance(below: int) -> int:
        nonlocal number
        number = (number * 6364136223846793005 + 1442695040888963407) % 2**64
        return (number >> 33) % below

    for _ in range(40):
        walk = Walk()
        for _ in range(400):
            walk.step(chance)
        REACHED.update(walk.reached)
    assert set(State) == REACHED
