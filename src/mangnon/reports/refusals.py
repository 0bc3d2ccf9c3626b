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


class Locked(Refusal):
    """The reader's key is not open in this session: pages lead to `matters_unlock`."""

    def __init__(self) -> None:
        super().__init__("Hãy mở khóa bằng mật khẩu hồ sơ để đọc nội dung.")
