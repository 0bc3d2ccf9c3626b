"""What can be refused here, each with words fit for the screen."""

from __future__ import annotations

from dataclasses import dataclass


class Refusal(Exception):
    """Something anticipated that was not done; `str()` says why, in Vietnamese."""


class NotAllowed(Refusal):
    """This person may not do it."""


class Invalid(Refusal):
    """A value cannot be taken. `field` names it, so that a form shows the words beside it."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class NotReady(Refusal):
    """A letter cannot be issued yet; `reasons` holds one sentence for each thing missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Difference:
    """One value that two people set differently. `label` is its name on the screen."""

    field: str
    label: str
    yours: str
    theirs: str


class Conflict(Refusal):
    """Someone else changed the same thing first; both values are shown and nothing is written.

    `version` is the current one: sending it again with the form means "mine all the same".
    """

    def __init__(self, version: int, differences: tuple[Difference, ...], who: str = "") -> None:
        first = (
            f"{who} đã thay đổi nội dung này trước anh/chị."
            if who
            else ("Nội dung này đã được người khác thay đổi trước anh/chị.")
        )
        both = [
            f"{one.label}: anh/chị ghi “{one.yours}”, hiện nay là “{one.theirs}”."
            for one in differences
        ]
        super().__init__(" ".join([first, *both]))
        self.version = version
        self.differences = differences
