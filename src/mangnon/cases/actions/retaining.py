"""What a case says goes when its time is over, unless the law needs it kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from mangnon.base.audit.api import record
from mangnon.cases.actions.glass import reason_of
from mangnon.cases.actions.handing import drop_packages
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.choices import State
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import Case, Hold
from mangnon.cases.perms import can_hold
from mangnon.cases.refusals import NotAllowed
from mangnon.cases.retention import is_over
from mangnon.kit import clock
from mangnon.units.api import Person


@transaction.atomic
def set_hold(*, by: Person, case_id: UUID, held: bool, reason: str) -> None:
    """Keep a case from being erased, or let it go again. Raises NotAllowed, Invalid."""
    case = locked_case(case_id)
    if not can_hold(by, case):
        raise NotAllowed("Anh/chị không được giữ lại hồ sơ này.")
    words = reason_of(reason)
    if case.held == held:
        return
    Case.objects.filter(pk=case.pk).update(held=held)
    if held:
        Hold.objects.create(case=case, reason=words, by=by, at=clock.now())
    else:
        end = {"lifted_by": by, "lifted_at": clock.now(), "lift_reason": words}
        case.holds.filter(lifted_at=None).update(**end)
    record(by=by, what="case.held" if held else "case.released", on=case, unit=case.owner_id)


def erase_what_is_over() -> int:
    """Erase the words of every case whose time is over; says how many."""
    today, rows = clock.today(), _kept()
    over = [pk for pk, name, at in rows if is_over(name, clock.local(at).date(), today)]
    return sum(_erase(pk) for pk in over)


def _kept() -> list[tuple[UUID, str, datetime]]:
    """At their end, not held, with words left: a case that holds no key any more was erased.

    A case opened by mistake has no day on which it was closed: its last event was its end.
    """
    ended = Case.objects.filter(state__in=FINAL, held=False, keys__isnull=False)
    found = ended.annotate(at=Coalesce("closed_at", Max("events__at")))
    return [
        (case.pk, "mistake" if case.state == State.VOID else case.retention, case.at)
        for case in found
    ]


@transaction.atomic
def _erase(pk: UUID) -> bool:
    """Under the lock and asked again: a case may have been held or reopened in between."""
    case = locked_case(pk)
    if case.held or case.state not in FINAL:
        return False
    wipe(case, by=None)
    return True


def wipe(case: Case, *, by: Person | None) -> None:
    """All words of a case and all keys to them, under its lock; `by` who decided, nobody for the
    end of its time. The caller asked whether it may be."""
    for rows in (case.keys, case.papers, case.notes, case.marks):
        rows.all().delete()
    for said in (case.events, case.services, case.referrals):
        said.exclude(Q(sealed=b"")).update(sealed=b"")
    case.subject_requests.filter(done_at__isnull=False).update(sealed=b"", answer=b"")
    drop_packages(case)
    record(by=by, what="case.erased", on=case, unit=case.owner_id)
