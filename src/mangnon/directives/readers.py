"""Who may open the files of letters and returns; called by the file store."""

from __future__ import annotations

from typing import Any

from mangnon.base.files.api import StoredFile, register_reader
from mangnon.directives.queries.letters import letters_visible_to
from mangnon.directives.queries.work import assignments_visible_to
from mangnon.units.api import Person


def may_read_letter(person: Any, file: StoredFile) -> bool:
    """The file of a letter: who sees the letter."""
    if not isinstance(person, Person):
        return False
    return letters_visible_to(person).filter(source=file).exists()


def may_read_evidence(person: Any, file: StoredFile) -> bool:
    """A return's evidence: who sees the work; before it is sent, who brought the file."""
    if not isinstance(person, Person):
        return False
    if file.by == str(person.pk):
        return True
    return assignments_visible_to(person).filter(returns__evidence__file=file).exists()


def register() -> None:
    register_reader("letter", may_read_letter)
    register_reader("evidence", may_read_evidence)
