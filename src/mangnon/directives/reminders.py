"""When a unit is reminded: three working days before its deadline, one before, on the day, one
after, and then every five. Pure."""

from __future__ import annotations

from datetime import date

from mangnon.directives.workdays import DaysOff, add_working_days, working_days_between

ON_THE_DAY = "day"
_BEFORE = (1, 3)
_FIRST_AFTER, _EVERY_AFTER = 1, 5


def step_reached(due_on: date, today: date, days_off: DaysOff) -> str | None:
    """The last step that has come by today; None while the deadline is far.

    A deadline on a day off is met on the working day before it: nobody is reminded on Sundays.
    """
    left = working_days_between(today, due_on, days_off)
    if left == 0:
        return ON_THE_DAY
    if left > 0:
        return next((f"before-{days}" for days in _BEFORE if left <= days), None)
    rounds = (-left - _FIRST_AFTER) // _EVERY_AFTER
    return f"after-{_FIRST_AFTER + rounds * _EVERY_AFTER}"


def step_to_send(due_on: date, issued_on: date, today: date, days_off: DaysOff) -> str | None:
    """The step to be told today, if any. One that had come already when the work was given is
    left out: the message about the work itself has just said the deadline."""
    step = step_reached(due_on, today, days_off)
    return None if step == step_reached(due_on, issued_on, days_off) else step


def horizon(today: date, days_off: DaysOff) -> date:
    """Deadlines after this day need not be looked at today."""
    return add_working_days(today, max(_BEFORE) + 1, days_off)


def is_after(step: str) -> bool:
    return step.startswith("after-")
