"""The refusals of document exchange; their text is fit for the screen."""

from __future__ import annotations


class ExchangeRefused(ValueError):
    """A message was refused."""


class NotAMessage(ExchangeRefused):
    """What came is not a readable message."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Không đọc được gói tin văn bản: {reason}")


class FieldRefused(ExchangeRefused):
    """A field is missing, too long or has characters that XML cannot carry."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"Trường {field} {reason}")
        self.field = field
