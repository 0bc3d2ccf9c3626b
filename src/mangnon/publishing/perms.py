"""Who may publish. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.publishing.models import ChannelAccount, Post
from mangnon.units.api import Person, Role, Unit, scope_of

# Who speaks for a unit before the public, at that very unit.
PUBLISHERS = frozenset(
    {
        Role.EDITOR,
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COMMUNE_LEADER,
        Role.PRINCIPAL,
    }
)


def can_publish(person: Person, unit: Unit) -> bool:
    """Schedule, move and drop posts of a unit, and follow products for it."""
    return bool(scope_of(person).roles_at(unit) & PUBLISHERS)


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


def publishes_somewhere(person: Person) -> bool:
    """Has the pages of publishing at all."""
    return bool(scope_of(person).roles & PUBLISHERS)
