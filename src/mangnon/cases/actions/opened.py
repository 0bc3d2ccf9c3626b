"""Opening what is sealed in a case: recorded before a word is shown, and only the classes that the
reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mangnon.base.audit.api import record
from mangnon.cases.actions.keeping import case_key
from mangnon.cases.choices import FieldClass
from mangnon.cases.models import Case, CaseEvent, Note, Paper, Referral, Service
from mangnon.cases.papers import Answers, Earlier, masked
from mangnon.cases.sealed import (
    event_place,
    note_place,
    opened_words,
    paper_place,
    referral_place,
    service_place,
)
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Reader

Words = dict[str, object]


@dataclass(frozen=True)
class Opener:
    """A case whose key is open to a reader who may read some classes of it."""

    case: Case
    key: bytes = field(repr=False)
    privates: Mapping[int, bytes] = field(repr=False)
    classes: frozenset[FieldClass]

    def words(self, sealed: Any, place: str) -> Words | None:
        """None for what does not open: it does not hide the rest."""
        try:
            return opened_words(self.key, self.privates, bytes(sealed), place)
        except NotOpened:
            return None

    def event(self, row: CaseEvent) -> Words | None:
        if FieldClass.WORK not in self.classes:
            return None
        return self.words(row.sealed, event_place(self.case.pk, row.number))

    def note(self, row: Note) -> str | None:
        if FieldClass(row.field_class) not in self.classes:
            return None
        return _text(self.words(row.sealed, note_place(self.case.pk, row.pk)))

    def service(self, row: Service) -> str | None:
        return _text(self.words(row.sealed, service_place(self.case.pk, row.pk)))

    def paper(self, row: Paper) -> Answers:
        """All answers, for carrying over only: what is shown or printed goes through `shown`."""
        place = paper_place(self.case.pk, row.form, row.revision)
        return dict(self.words(row.sealed, place) or {})

    def shown(self, row: Paper) -> Answers:
        classes = [one.value for one in self.classes]
        return masked(row.form, self.paper(row), classes, version=row.schema_version)

    def earlier(self, rows: Iterable[Paper]) -> list[Earlier]:
        """Papers for carrying over, oldest first."""
        return [Earlier(row.form, self.paper(row), _day(row)) for row in rows]


def _text(words: Words | None) -> str | None:
    return None if words is None else str(words.get("text", ""))


def _day(row: Paper) -> date:
    return clock.local(row.made_at).date()


def open_words(
    reader: Reader | None, case: Case, classes: frozenset[FieldClass], what: str = ""
) -> Opener | None:
    """The case opened; None when nothing opens or may be read. `what`: the reading to record, where
    the page has not recorded it already (`looking`)."""
    key = case_key(case, reader)
    if reader is None or key is None or not classes:
        return None
    if what:
        facts = {"classes": sorted(one.value for one in classes)}
        record(by=reader.person, what=what, on=case, facts=facts, unit=case.owner_id)
    return Opener(case, key, reader.unit_privates, classes)


def referral_words(reader: Reader | None, made: Referral) -> str | None:
    """What is asked for: sealed to the units themselves, so that the unit asked reads it first."""
    if reader is None:
        return None
    try:
        place = referral_place(made.case_id, made.pk)
        words = opened_words(b"", reader.unit_privates, bytes(made.sealed), place)
    except NotOpened:
        return None
    record(by=reader.person, what="case.referral_read", on=made.case, unit=made.to_unit_id)
    return _text(words)
