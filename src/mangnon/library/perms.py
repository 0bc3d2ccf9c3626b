"""Who may do what in the library. Each rule is a plain question with a yes or a no."""

from __future__ import annotations

from mangnon.library.choices import NOT_TO_REMAKE, Kind, ProductState
from mangnon.library.models import Document, MessageMap, Product
from mangnon.units.api import Person, Role, Unit, scope_of

# Who writes for a unit: a teacher too, for the own school alone.
ROLES_THAT_WRITE = frozenset(
    {
        Role.EDITOR,
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COMMUNE_LEADER,
        Role.PRINCIPAL,
        Role.TEACHER,
    }
)
# Who speaks for a unit before the public: a teacher writes and the principal publishes.
ROLES_THAT_PUBLISH = ROLES_THAT_WRITE - {Role.TEACHER}
# Who answers for what a unit says; provincial officers for every unit of their province.
HEADS = frozenset({Role.DEPARTMENT_OFFICER, Role.COMMUNE_LEADER, Role.PRINCIPAL})


def can_write(person: Person, unit: Unit) -> bool:
    """Add documents, write maps and have products made: who writes at that very unit."""
    return bool(scope_of(person).roles_at(unit) & ROLES_THAT_WRITE)


def can_change(person: Person, document: Document) -> bool:
    """Describe a document and bring its new editions: who writes for its unit."""
    return document.withdrawn_at is None and can_write(person, document.unit)


def may_be_remade(document: Document) -> bool:
    """Only texts whose rights allow it become maps and products."""
    return document.kind == Kind.SOURCE and document.rights not in NOT_TO_REMAKE


def can_edit_map(person: Person, of_map: MessageMap) -> bool:
    """Who writes for the map's unit."""
    return can_write(person, of_map.unit)


def can_handle(person: Person, product: Product) -> bool:
    """Ask for approval, adapt, make anew: who writes for the product's unit."""
    return can_write(person, product.unit)


def answers_for(person: Person, unit: Unit) -> bool:
    """The unit's head, or a provincial officer whose province it is in."""
    scope = scope_of(person)
    return bool(scope.roles_at(unit) & HEADS) or scope.has(Role.PROVINCIAL_OFFICER, unit)


def can_approve(person: Person, product: Product) -> bool:
    """Whoever answers for the unit, but never who made the product: two see what is published."""
    return product.made_by_id != person.pk and answers_for(person, product.unit)


def can_recall(person: Person, product: Product) -> bool:
    """Whoever answers for the unit or writes for it: what is wrong must go quickly."""
    return product.state == ProductState.APPROVED and (
        answers_for(person, product.unit) or can_write(person, product.unit)
    )


def can_publish(person: Person, unit: Unit) -> bool:
    """Send out what the unit approved: who publishes at that very unit."""
    return bool(scope_of(person).roles_at(unit) & ROLES_THAT_PUBLISH)


def publishes_somewhere(person: Person) -> bool:
    """Has the pages of publishing at all."""
    return bool(scope_of(person).roles & ROLES_THAT_PUBLISH)
