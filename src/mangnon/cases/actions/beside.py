"""What happens in a case beside its moves: an event in its row of events, with its audit row.

The case is locked by the caller; a token that was used already is one effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from mangnon.base.audit.api import record
from mangnon.cases.actions.keeping import holders, writing_key
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.choices import Part, Region
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import Case, CaseEvent
from mangnon.cases.perms import parts_of
from mangnon.cases.refusals import IllegalMove, NotAllowed
from mangnon.cases.sealed import event_place, seal_words
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit, scope_of

# The work of the unit that is responsible.
OWN_PARTS = frozenset({Part.WORKER, Part.HEAD, Part.CHAIR})


def opened_for_work(
    case_id: UUID, by: Person, unit: Unit, parts: frozenset[Part] = OWN_PARTS
) -> Case:
    """The case, locked, for somebody who acts in one of these parts in the name of that unit."""
    case = locked_case(case_id)
    if parts_of(by, case).isdisjoint(parts) or unit not in scope_of(by).homes:
        raise NotAllowed("Anh/chị không làm việc này trong vụ việc.")
    must_be_open(case)
    return case


def must_be_open(case: Case) -> None:
    if case.state in FINAL:
        raise IllegalMove("Vụ việc đã kết thúc: hãy mở lại trước.")


def was_done(case: Case, token: str) -> bool:
    return bool(token) and case.events.filter(token=token).exists()


def note_event(
    case: Case,
    event: str,
    *,
    by: Person,
    unit: Unit,
    token: str,
    words: Mapping[str, object] | None = None,
    reader: Reader | None = None,
    part: str = "",
) -> int:
    """Write the event, sealed words with it; the case stays in its state. Gives its number."""
    last = case.events.order_by("-number").first()
    number = last.number + 1 if last else 1
    place, key = event_place(case.pk, number), writing_key(case, reader)
    CaseEvent.objects.create(
        case=case,
        number=number,
        event=event,
        region=Region.MAIN,
        from_state=case.state,
        to_state=case.state,
        part=part,
        by=by,
        by_unit=unit,
        at=clock.now(),
        sealed=seal_words(key, holders(case), words, place) if words else b"",
        token=token,
    )
    facts = {
        "region": str(Region.MAIN),
        "from": case.state,
        "to": case.state,
        "number": number,
        "version": case.version,
        "owner": case.owner_id,
    }
    record(by=by, what=f"case.{event}", on=case, facts=facts, unit=case.owner_id)
    return number
