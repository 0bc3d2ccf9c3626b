"""What a case says goes when its time is over or somebody may ask for it, unless the law needs it
kept, and with it the report behind it, unless something else needs that. A report that became no
case has a time of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from mangnon.base.audit.api import record
from mangnon.cases.actions.decisions import drop_decisions
from mangnon.cases.actions.glass import reason_of
from mangnon.cases.actions.handing import drop_packages
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.choices import State
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import Case, CaseKey, Hold, SubjectRequest
from mangnon.cases.perms import can_hold
from mangnon.cases.refusals import NotAllowed
from mangnon.cases.retention import is_over, report_class, retentions
from mangnon.kit import clock
from mangnon.reports.api import (
    AT_THE_END,
    Report,
    ReportState,
    ended_without_case,
    erase_report,
    locked_with_twins,
)
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
    """Erase the words of every case whose time is over, and then of reports; says how many of both.

    Cases come first, all of them, so that it does not matter which of two of a report is the first.
    """
    today, rows = clock.today(), _kept()
    over = [case for case, name, at in rows if is_over(name, clock.local(at).date(), today)]
    cases = sum([_erase(case.pk) for case in over])
    reports = {case.report_id for case in over} | set(_alone(today))
    return cases + sum(erase_reports(pk) for pk in reports)


def _alone(today: date) -> list[UUID]:
    """Reports that became no case and whose time is over: nothing to do, as what was not confirmed;
    passed on or content only, as the case of a child."""
    shortest = clock.now() - timedelta(days=365 * min(one.years for one in retentions().values()))
    ended = ended_without_case(shortest)
    return [
        pk for pk, state, at in ended if is_over(report_class(state), clock.local(at).date(), today)
    ]


def _kept() -> list[tuple[Case, str, datetime]]:
    """At their end, not held, with words left, be it of the report: a case or a report that holds
    no key any more was erased.

    A case opened by mistake has no day on which it was closed: its last event was its end.
    """
    keys = CaseKey.objects.filter(case=OuterRef("pk"))
    reports = Report.objects.filter(pk=OuterRef("report_id"), keys__isnull=False)
    ended = Case.objects.filter(Exists(keys) | Exists(reports), state__in=FINAL, held=False)
    found = ended.annotate(at=Coalesce("closed_at", Max("events__at")))
    return [
        (case, "mistake" if case.state == State.VOID else case.retention, case.at) for case in found
    ]


@transaction.atomic
def _erase(pk: UUID) -> bool:
    """Under the lock and asked again: a case may have been held or reopened in between."""
    case = locked_case(pk)
    if case.held or case.state not in FINAL or not case.keys.exists():
        return False
    wipe(case, by=None)
    return True


@transaction.atomic
def erase_reports(
    report_id: UUID, *, by: Person | None = None, asked: SubjectRequest | None = None
) -> int:
    """A report whose time is over, or that of the case for which it was `asked` by law, and those
    that told of the same; what came in between, a case or new words, is seen under the lock."""
    free = [one for one in locked_with_twins(report_id) if not _is_needed(one, asked)]
    why = AT_THE_END if asked is None else f"Theo yêu cầu {asked.number}"
    return sum([erase_report(one, by=by, why=why) for one in free])


def _is_needed(report: Report, but: SubjectRequest | None) -> bool:
    """Held by law, or it waits for somebody, or another case has words left, or one that ended as
    the same as a case which has, or somebody else asked about the data and has no answer."""
    if report.held or report.state in (ReportState.RECEIVED, ReportState.TRIAGED):
        return True
    lives = ~Q(state__in=FINAL) | Q(held=True) | Exists(CaseKey.objects.filter(case=OuterRef("pk")))
    living, cases = Case.objects.filter(lives), Case.objects.filter(report=report)
    same = living.filter(duplicates__in=cases)
    asked = SubjectRequest.objects.filter(case__report=report, done_at=None)
    asked = asked.exclude(pk=but.pk) if but else asked
    return living.filter(report=report).exists() or same.exists() or asked.exists()


def wipe(case: Case, *, by: Person | None) -> None:
    """All words of a case and all keys to them, under its lock; `by` who decided, nobody for the
    end of its time. The caller asked whether it may be."""
    for rows in (case.keys, case.papers, case.notes, case.marks):
        rows.all().delete()
    for said in (case.events, case.services, case.referrals):
        said.exclude(Q(sealed=b"")).update(sealed=b"")
    case.subject_requests.filter(done_at__isnull=False).update(sealed=b"", answer=b"")
    drop_decisions(case)
    drop_packages(case)
    record(by=by, what="case.erased", on=case, unit=case.owner_id)
