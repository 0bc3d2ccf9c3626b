"""Who may publish. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.library.api import ROLES_THAT_PUBLISH, can_publish, publishes_somewhere
from mangnon.publishing.models import ChannelAccount, Post
from mangnon.units.api import Person, Role, Unit, scope_of

__all__ = [
    "PUBLISHERS",
    "can_connect",
    "can_publish",
    "can_take_back",
    "can_use",
    "publishes_somewhere",
]
# Who speaks for a unit before the public, at that very unit. The library knows it, so that it shows
# the way out only to who may go.
PUBLISHERS = ROLES_THAT_PUBLISH


def can_take_back(person: Person, post: Post) -> bool:
    """Who publishes for the unit, and provincial officers: what is wrong must go quickly."""
    scope = scope_of(person)
    return can_publish(person, post.unit) or scope.has(Role.PROVINCIAL_OFFICER, post.unit)


def can_connect(person: Person, unit: Unit) -> bool:
    """Connect and disconnect accounts: who publishes for the unit."""
    return can_publish(person, unit)


def can_use(person: Person, account: ChannelAccount, unit: Unit) -> bool:
    """An account speaks for its own unit alone."""
    return account.unit_id == unit.pk and can_publish(person, unit)
