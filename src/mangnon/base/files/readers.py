"""Who may open a file: each domain answers for the purposes it stores under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mangnon.base.files.models import StoredFile

CanRead = Callable[[Any, StoredFile], bool]
_readers: dict[str, CanRead] = {}


def register_reader(purpose: str, can_read: CanRead) -> None:
    """Let `can_read(person, file)` decide for a purpose; a domain calls it when it is loaded.

    The person may be Django's anonymous user. Raises ValueError for a purpose already taken.
    """
    if _readers.get(purpose, can_read) is not can_read:
        raise ValueError(f"the purpose {purpose!r} already has a reader")
    _readers[purpose] = can_read


def may_open(person: Any, file: StoredFile) -> bool:
    """What the purpose's domain says; a purpose that nobody answers for is closed."""
    can_read = _readers.get(file.purpose)
    return can_read is not None and can_read(person, file)
