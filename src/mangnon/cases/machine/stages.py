"""What a reporter sees of a case: a pure function of its main state, and nothing else of it."""

from __future__ import annotations

from mangnon.cases.choices import State

# The values are those of `reports.choices.Stage`.
STAGE_OF: dict[str, str] = {
    State.INTAKE: "reading",
    State.FORWARDED: "reading",
    State.VERIFYING: "checking",
    State.INITIAL_RISK: "checking",
    State.EMERGENCY: "helping",
    State.ASSESSMENT: "helping",
    State.PLAN_DRAFT: "helping",
    State.PLAN_REVIEW: "helping",
    State.PLAN_APPROVED: "helping",
    State.IN_SERVICE: "helping",
    State.REVIEW: "helping",
    State.CLOSED: "done",
    # A case made by mistake goes back to whoever reads the report.
    State.VOID: "reading",
}


def stage_of(state: str) -> str:
    return STAGE_OF[State(state)]
