"""Saving a form that is not finished; Mẫu 01 is final once it is whole: it is also written where a
case goes to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.cases.actions.beside import OWN_PARTS, opened_for_work
from mangnon.cases.actions.intake_paper import INTAKE_FORM
from mangnon.cases.actions.keeping import writing_key
from mangnon.cases.actions.papers import write_paper
from mangnon.cases.choices import Part
from mangnon.cases.models import Paper
from mangnon.cases.papers import checked
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit

FORMS = ("01", "02", "03", "04", "05", "06", "07")
_WRITERS = OWN_PARTS | {Part.RECEIVER}


@transaction.atomic
def save_draft(
    *,
    case_id: UUID,
    form: str,
    answers: Mapping[str, object],
    by: Person,
    unit: Unit,
    reader: Reader | None,
) -> Paper:
    """A new revision, final for a whole Mẫu 01 alone. `answers` are checked by the caller.

    Raises NotAllowed."""
    case = opened_for_work(case_id, by, unit, _WRITERS)
    key = writing_key(case, reader)
    final = form == INTAKE_FORM and checked(form, answers).ok
    paper = write_paper(case, form, answers, by=by, key=key, final=final)
    facts = {"form": form, "revision": paper.revision}
    record(by=by, what="case.paper_saved", on=case, facts=facts, unit=case.owner_id)
    return paper
