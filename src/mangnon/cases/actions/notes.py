"""Notes of those who work on a case."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mangnon.cases.actions.beside import note_event, was_done
from mangnon.cases.actions.keeping import holders, writing_key
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.choices import FieldClass
from mangnon.cases.models import Case, Note
from mangnon.cases.perms import parts_of
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.cases.sealed import note_place, seal_words
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit, scope_of

LONGEST = 20_000


@transaction.atomic
def add_note(
    *,
    case_id: UUID,
    by: Person,
    unit: Unit,
    text: str,
    internal: bool,
    token: str,
    field_class: str = FieldClass.WORK,
    reader: Reader | None = None,
) -> Case:
    """A sealed note, also in a case that has ended. Who helps from outside writes for all.

    Raises NotAllowed, Invalid, Case.DoesNotExist.
    """
    case = locked_case(case_id)
    if not parts_of(by, case) or unit not in scope_of(by).homes:
        raise NotAllowed("Anh/chị không tham gia vụ việc này.")
    if was_done(case, token):
        return case
    words = text.strip()[:LONGEST]
    if not words:
        raise Invalid("Hãy viết ghi chú.", "text")
    note = Note.objects.create(
        case=case,
        sealed=b"",
        field_class=FieldClass(field_class),
        internal=internal and unit.pk == case.owner_id,
        by=by,
        at=clock.now(),
    )
    key, place = writing_key(case, reader), note_place(case.pk, note.pk)
    note.sealed = seal_words(key, holders(case), {"text": words}, place)
    note.save(update_fields=["sealed"])
    note_event(case, "note", by=by, unit=unit, token=token)
    return case
