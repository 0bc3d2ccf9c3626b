"""Why publishing does not do something, in words fit for the screen."""

from __future__ import annotations


class Refusal(Exception):
    """Nothing was changed."""


class NotAllowed(Refusal):
    """The person may not."""


class Invalid(Refusal):
    """Something given is wrong; `field` names where, "" for the whole."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Conflict(Refusal):
    """Somebody else changed it meanwhile, or it is no longer in the state for this."""
