"""The list of products attached to a letter, shown on the letter's own page."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from mangnon.directives.api import Attached, AttachedList, register_attached
from mangnon.library.perms import can_write
from mangnon.library.queries.shown import listed_with
from mangnon.library.queries.visible import documents_visible_to
from mangnon.units.api import Person, current_unit


def attached(letter_id: UUID, person: Person) -> AttachedList | None:
    """The catalogued products that the person sees; None where there is nothing to see or write."""
    seen = set(documents_visible_to(person).filter(letter=letter_id).values_list("pk", flat=True))
    rows = [
        Attached(one.title, reverse("library_document", args=[one.pk]))
        for one in listed_with(letter_id)
        if one.pk in seen
    ]
    unit = current_unit(person)
    may_write = unit is not None and can_write(person, unit)
    if not rows and not may_write:
        return None
    return AttachedList("Sản phẩm kèm theo", reverse("library_letter_list", args=[letter_id]), rows)


def register() -> None:
    register_attached("library", attached)
