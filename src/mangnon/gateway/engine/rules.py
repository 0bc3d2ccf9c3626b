"""What one line of a list says, in the terms of every format that is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Reach(IntEnum):
    """Which names a rule is about, seen from the name that it prints."""

    SUBTREE = 0  # the name and everything below it
    EXACT = 1  # the name alone
    BELOW = 2  # everything below it, not the name


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with everything that the DNS part of a list can say.

    name: checked lower-case text, empty where `pattern` decides; pattern: a regular expression on
    the text of the queried name; qtypes: only for these record types, `not_qtypes`: for all but
    these; denyallow: names below which the rule does not hold; clients: only for these groups or
    addresses, `not_clients`: for all but these.
    """

    name: bytes
    reach: Reach = Reach.SUBTREE
    allow: bool = False
    important: bool = False
    pattern: str = ""
    qtypes: frozenset[str] = field(default=frozenset())
    not_qtypes: frozenset[str] = field(default=frozenset())
    denyallow: tuple[bytes, ...] = ()
    clients: frozenset[str] = field(default=frozenset())
    not_clients: frozenset[str] = field(default=frozenset())

    @property
    def plain(self) -> bool:
        """Whether name, reach and side say everything."""
        return not (
            self.pattern
            or self.qtypes
            or self.not_qtypes
            or self.denyallow
            or self.clients
            or self.not_clients
        )


class Rejected(Exception):
    """A line that asks for nothing DNS can do, or is no rule; the words say why."""


class Blank(Exception):
    """A comment, a title, an empty line: nothing to count."""
