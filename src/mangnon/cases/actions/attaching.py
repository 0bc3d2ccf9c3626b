"""What was decided here at once is signed on paper afterwards: the file comes once, later."""

from __future__ import annotations

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.cases.actions.beside import note_event, opened_for_work, was_done
from mangnon.cases.actions.decisions import facts_of_decision, seal_file
from mangnon.cases.actions.keeping import writing_key
from mangnon.cases.models import SignedDecision
from mangnon.cases.refusals import IllegalMove
from mangnon.reports.api import Arrived, Reader
from mangnon.units.api import Person, Unit

ONCE = "Quyết định này đã có tệp đã ký."


@transaction.atomic
def attach_file(
    *, decision: int, file: Arrived, by: Person, unit: Unit, reader: Reader, token: str
) -> None:
    """By whoever works on the case. Raises NotAllowed, IllegalMove."""
    case_id = SignedDecision.objects.values_list("case_id", flat=True).get(pk=decision)
    case = opened_for_work(case_id, by, unit)
    if was_done(case, token):
        return
    made = SignedDecision.objects.select_related("case", "event").get(pk=decision)
    if made.sha256:
        raise IllegalMove(ONCE)
    seal_file(made, file, writing_key(case, reader))
    made.save()
    note_event(case, "decision_attached", by=by, unit=unit, token=token)
    facts = {"of": made.event.number, **facts_of_decision(made)}
    record(by=by, what="case.decision_signed", on=case, facts=facts, unit=case.owner_id)
