"""A report becomes a case: its number, its first owner, its key, its 12 hours."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.cases.actions.keeping import new_case_key
from mangnon.cases.actions.marking import tell_of_twin
from mangnon.cases.actions.passing_on import pass_on
from mangnon.cases.actions.running import start_clocks
from mangnon.cases.actions.telling import tell_moved
from mangnon.cases.choices import Part, Region, State
from mangnon.cases.machine.effects import EMERGENCY, INITIAL
from mangnon.cases.machine.facts import Start
from mangnon.cases.machine.stages import stage_of
from mangnon.cases.models import Case, CaseEvent
from mangnon.cases.queries.alike import twins_of_report
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.kit.shamir import ALPHABET
from mangnon.reports.api import Report, can_hold_key, is_barred, mark_linked, set_stage
from mangnon.units.api import Commune, Person, Role, Unit, scope_of

_ATTEMPTS = 6


def open_case(
    *,
    by: Person,
    unit: Unit,
    report_id: UUID,
    commune_of_event: Commune | None,
    commune_of_residence: Commune | None,
    token: str,
) -> Case:
    """Open a case upon a report, in the name of the unit that received it.

    The 12 hours run from when the report was received, not from now. The same `token` opens one
    case. Raises NotAllowed, Invalid, Report.DoesNotExist.
    """
    places = {"commune_of_event": commune_of_event, "commune_of_residence": commune_of_residence}
    for _ in range(_ATTEMPTS):
        if (again := _again(report_id, token)) is not None:
            return again
        try:
            return _open(by, unit, report_id, places, token)
        except IntegrityError:  # the same form in another tab, or a number that is taken
            continue
    raise RuntimeError("no free number for a case")


def _again(report_id: UUID, token: str) -> Case | None:
    made = CaseEvent.objects.select_related("case").filter(event="open", token=token).first()
    if made is None or not token:
        return None
    if made.case.report_id != report_id:
        raise Invalid("Biểu mẫu này đã dùng cho một vụ việc khác: hãy mở lại trang.")
    return made.case


@transaction.atomic
def _open(
    by: Person, unit: Unit, report_id: UUID, places: dict[str, Commune | None], token: str
) -> Case:
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    _check(by, unit, report)
    now = clock.now()
    case = Case.objects.create(
        number=_number(),
        report=report,
        received_at=report.counted_from,
        opened_at=now,
        receiver=unit,
        owner=unit,
        **places,
    )
    new_case_key(case, [unit])
    starts = (Start(rule, report.counted_from) for rule in (EMERGENCY, INITIAL))
    start_clocks(case, starts, now)
    _write_first(case, by, unit, token, now)
    mark_linked(report.pk, by=by)
    set_stage(report.pk, stage_of(case.state))
    pass_on(case, by=by, reader=None, before=report.receiving_unit_id)
    tell_moved(case, ["owner"], 1)
    tell_of_twin(case, twins_of_report(by, report).elsewhere)
    return case


def _check(by: Person, unit: Unit, report: Report) -> None:
    """Who works for the receiving unit, or is the province's officer above it; nobody barred."""
    mine = can_hold_key(by, unit) and not is_barred(by, report)
    received = unit.pk == report.receiving_unit_id
    above = scope_of(by).has(Role.PROVINCIAL_OFFICER, report.receiving_unit)
    if not mine or not (received or above):
        raise NotAllowed("Anh/chị không được mở vụ việc từ tin báo này.")


def _number() -> str:
    """`VV2611-7K4QXM`: drawn and not counted, as for reports: no counter to queue for, and nobody
    reads from a number how many there are."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"VV{clock.today():%y%m}-{drawn}"


def _write_first(case: Case, by: Person, unit: Unit, token: str, now: datetime) -> None:
    CaseEvent.objects.create(
        case=case,
        number=1,
        event="open",
        from_state=State.INTAKE,
        to_state=State.INTAKE,
        part=Part.RECEIVER,
        by=by,
        by_unit=unit,
        at=now,
        token=token,
    )
    facts = {
        "region": str(Region.MAIN),
        "from": str(State.INTAKE),
        "to": str(State.INTAKE),
        "number": 1,
        "version": case.version,
    }
    record(by=by, what="case.open", on=case, facts=facts, unit=unit)
