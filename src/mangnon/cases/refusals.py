"""What can be refused here, each with words fit for the screen."""

from __future__ import annotations


class Refusal(Exception):
    """Something anticipated that was not done; `str()` says why, in Vietnamese."""


class NotAllowed(Refusal):
    """This person may not do it."""


class IllegalMove(Refusal):
    """A move that the table does not hold, or whose guard does not; says why."""


class Invalid(Refusal):
    """A value cannot be taken. `field` names it, so that a form shows the words beside it."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Conflict(Refusal):
    """Somebody, `who`, changed the case first; nothing is written.

    `differences`: (label, yours, theirs).
    """

    def __init__(
        self, version: int, differences: tuple[tuple[str, str, str], ...], who: str = ""
    ) -> None:
        first = f"{who or 'Người khác'} đã thay đổi vụ việc này trước anh/chị."
        both = [f"{a}: anh/chị ghi “{b}”, hiện nay là “{c}”." for a, b, c in differences]
        super().__init__(" ".join([first, *both]))
        self.version, self.differences, self.who = version, differences, who
