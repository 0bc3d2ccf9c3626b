"""Who may open the files of the library; called by the file store."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from mangnon.base.files.api import StoredFile, register_reader
from mangnon.library.queries.visible import (
    documents_visible_to,
    maps_visible_to,
    products_visible_to,
)
from mangnon.units.api import Person


def may_read_source(person: Any, file: StoredFile) -> bool:
    """The file of an edition: who sees the document."""
    if not isinstance(person, Person):
        return False
    return documents_visible_to(person).filter(editions__file=file).exists()


def may_read_product(person: Any, file: StoredFile) -> bool:
    """A product's file or its small picture: who sees the product."""
    if not isinstance(person, Person):
        return False
    of = Q(files__file=file) | Q(files__preview=file)
    return products_visible_to(person).filter(of).exists()


def may_read_voice(person: Any, file: StoredFile) -> bool:
    """A recording: who sees the map."""
    return isinstance(person, Person) and maps_visible_to(person).filter(voices__file=file).exists()


def register() -> None:
    register_reader("source", may_read_source)
    register_reader("product", may_read_product)
    register_reader("voice", may_read_voice)
