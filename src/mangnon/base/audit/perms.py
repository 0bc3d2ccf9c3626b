"""Who may read the record. The roles belong to a domain above, which says who holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

IsAuditor = Callable[[Any], bool]
_asked: list[IsAuditor] = []


def register_auditors(is_auditor: IsAuditor) -> None:
    """Let `is_auditor(person)` open the record to those whose office it is to read it."""
    if is_auditor not in _asked:
        _asked.append(is_auditor)


def may_audit(person: Any) -> bool:
    """Active people whom a registered domain calls auditors. Keepers of the system are not."""
    return bool(getattr(person, "is_active", False)) and any(ask(person) for ask in _asked)
