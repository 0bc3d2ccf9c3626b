"""What can be refused here, each with words fit for the screen."""

from __future__ import annotations


class Refusal(Exception):
    """Something anticipated that was not done; `str()` says why, in Vietnamese."""


class NotAllowed(Refusal):
    """This person may not do it."""


class Invalid(Refusal):
    """A value cannot be taken. `field` names it, so that a form shows the words beside it."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
