"""What is done for the child: written into the plan, begun, ended with its result."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from mangnon.cases.actions.beside import note_event, opened_for_work, was_done
from mangnon.cases.actions.keeping import holders, writing_key
from mangnon.cases.actions.running import start_clocks, stop_clocks, void_clocks
from mangnon.cases.choices import ServiceState, State
from mangnon.cases.machine.facts import Start
from mangnon.cases.models import Case, Service
from mangnon.cases.queries.places import is_barred_unit
from mangnon.cases.refusals import IllegalMove, Invalid
from mangnon.cases.sealed import seal_words, service_place
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit

# From where a service may go: the state it ends in, and whether a reason is asked for.
NEXT: dict[str, tuple[tuple[str, ...], bool]] = {
    ServiceState.RUNNING: ((ServiceState.PLANNED,), False),
    ServiceState.DONE: ((ServiceState.PLANNED, ServiceState.RUNNING), True),
    ServiceState.REFUSED: ((ServiceState.PLANNED, ServiceState.RUNNING), True),
    ServiceState.VOID: ((ServiceState.PLANNED, ServiceState.RUNNING), True),
}


@transaction.atomic
def add_service(
    *,
    case_id: UUID,
    by: Person,
    unit: Unit,
    kind: str,
    done_by: Unit,
    due_on: date,
    words: str,
    token: str,
    reader: Reader | None = None,
) -> Case:
    """Something to do for the child; its clock runs at once when the services already run.

    Raises NotAllowed, IllegalMove, Invalid, Case.DoesNotExist.
    """
    case = opened_for_work(case_id, by, unit)
    if was_done(case, token):
        return case
    if is_barred_unit(case, done_by):
        raise Invalid("Không giao việc này cho đơn vị đó: hãy chọn đơn vị khác.", "done_by")
    if due_on < clock.today():
        raise Invalid("Ngày này đã qua.", "due_on")
    service = Service.objects.create(case=case, kind=kind, unit=done_by, due_on=due_on, made_by=by)
    if words.strip():
        key, place = writing_key(case, reader), service_place(case.pk, service.pk)
        service.sealed = seal_words(key, holders(case), {"text": words.strip()}, place)
        service.save(update_fields=["sealed"])
    if case.state == State.IN_SERVICE:
        now = clock.now()
        start_clocks(case, [Start(_clock_of(service), now, due_on)], now)
    note_event(case, "service_added", by=by, unit=unit, token=token)
    return case


@transaction.atomic
def change_service(
    *,
    case_id: UUID,
    service_id: int,
    to: str,
    by: Person,
    unit: Unit,
    reason: str,
    token: str,
    reader: Reader | None = None,
) -> Case:
    """Begin or end a service; the result goes sealed with the event.

    Raises NotAllowed, IllegalMove, Invalid, Service.DoesNotExist.
    """
    case = opened_for_work(case_id, by, unit)
    if was_done(case, token):
        return case
    service = case.services.get(pk=service_id)
    start, needs_reason = NEXT[ServiceState(to)]
    if service.state not in start:
        now = service.get_state_display()
        raise IllegalMove(f"Dịch vụ này đang ở bước “{now}”: hãy mở lại trang.")
    if needs_reason and not reason.strip():
        raise Invalid("Hãy ghi kết quả hoặc lý do.", "reason")
    set_service(case, service, to)
    words = {"reason": reason.strip()} if reason.strip() else None
    event = f"service_{to}"
    note_event(case, event, by=by, unit=unit, token=token, words=words, reader=reader)
    return case


def set_service(case: Case, service: Service, to: str) -> None:
    """The service's row and its clock, under the case's lock."""
    service.state, now = to, clock.now()
    service.ended_at = now if to != ServiceState.RUNNING else None
    service.save(update_fields=["state", "ended_at"])
    if to == ServiceState.DONE:
        stop_clocks(case, [_clock_of(service)], now)
    elif to != ServiceState.RUNNING:
        void_clocks(case, [_clock_of(service)], now)


def _clock_of(service: Service) -> str:
    return f"service:{service.pk}"
