"""Why a file is not read. Every refusal's text is a Vietnamese sentence fit for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mangnon.directives.letters.model import Reading


class Refusal(Exception):
    """The file is not read; `str()` says why and what to do, in Vietnamese."""


class NotALetter(Refusal):
    """The file was read and is no official document: empty, a news page, something else.

    `reading` holds what could be said all the same (its type, such as "báo"), or None.
    """

    def __init__(self, reason: str, *, reading: Reading | None = None) -> None:
        super().__init__(reason)
        self.reading = reading


class Unreadable(Refusal):
    """The file is broken, locked, of an unknown kind, or needs a program that is not installed."""


class TooLarge(Refusal):
    """The file, or what it unpacks to, is larger than a letter can be."""
