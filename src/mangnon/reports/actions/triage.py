"""Deciding on a report that becomes no case: a twin of another, passed on to who answers for it,
content to be taken down and nothing else, or nothing to do.

That nothing is done is never decided by one person alone. New words or files of the reporter undo
every one of these: somebody looks again.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.reports.choices import ReportState
from mangnon.reports.models import Report
from mangnon.reports.moments import rounded
from mangnon.reports.queries.triage import WAITING, reports_visible_to
from mangnon.reports.refusals import Invalid, NotAllowed, Refusal
from mangnon.reports.stages import STAGE_OF
from mangnon.units.api import Person

ELSEWHERE = (ReportState.REFERRED_OUT, ReportState.CONTENT_ONLY)
DECIDED = (*ELSEWHERE, ReportState.DUPLICATE, ReportState.NO_ACTION)


@transaction.atomic
def mark_duplicate(*, report_id: UUID, of: Report, by: Person, reason: str, version: int) -> Report:
    """It tells of what another report tells. Raises Invalid, NotAllowed, Refusal."""
    report = _waiting(report_id, by, version)
    if of.pk == report.pk or of.duplicate_of_id == report.pk:
        raise Invalid("Hãy ghi số của tin báo khác.", "number")
    report.duplicate_of, report.taken_by = of, by
    return _decided(report, ReportState.DUPLICATE, by, reason)


@transaction.atomic
def end_elsewhere(
    *, report_id: UUID, state: ReportState, by: Person, reason: str, version: int
) -> Report:
    """Passed on to another province or to the child line, or content only; `reason` says to whom.

    Raises Invalid, NotAllowed, Refusal.
    """
    if state not in ELSEWHERE:
        raise Invalid("Hãy chọn kết quả.", "do")
    report = _waiting(report_id, by, version)
    report.taken_by = by
    return _decided(report, state, by, reason)


@transaction.atomic
def ask_no_action(*, report_id: UUID, by: Person, reason: str, version: int) -> Report:
    """One person finds nothing to do; it waits for a second. Raises Invalid, NotAllowed."""
    report = _waiting(report_id, by, version)
    report.taken_by = by
    return _decided(report, ReportState.TRIAGED, by, reason)


@transaction.atomic
def answer_no_action(*, report_id: UUID, by: Person, agrees: bool, version: int) -> Report:
    """Another person agrees, or gives it back to be looked at. Raises NotAllowed, Refusal."""
    report = _waiting(report_id, by, version)
    if not no_action_waits(report):
        raise Refusal("Không có đề nghị nào đang chờ.")
    if report.taken_by_id == by.pk:
        raise NotAllowed("Người đề nghị không tự quyết định: cần một người khác.")
    if agrees:
        report.second = by
        return _decided(report, ReportState.NO_ACTION, by, report.reason)
    report.taken_by, report.reason = None, ""
    return _save(report, ReportState.TRIAGED, by)


def no_action_waits(report: Report) -> bool:
    return report.state == ReportState.TRIAGED and bool(report.reason) and not report.second_id


@transaction.atomic
def look_again(report_id: UUID) -> bool:
    """The reporter has more to tell: what was decided, or proposed, without it waits for somebody
    anew. False when nothing was, or when a case goes on with it. Called by the system."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state not in DECIDED and not no_action_waits(report):
        return False
    report.state, report.stage = ReportState.RECEIVED, STAGE_OF[ReportState.RECEIVED]
    report.duplicate_of = report.taken_by = report.second = None
    report.reason = ""
    report.news_at, report.news_alarmed = rounded(clock.now()), 0  # hours of their own
    report.version += 1
    report.save()
    record(by=None, what="report.reopened", on=report, unit=report.receiving_unit_id)
    return True


def note_alarm(report: Report, told: str, mark: int) -> bool:
    """Ours to tell: nobody else took this mark, and nobody decided in between. `told`: the field
    of the clock, `alarmed` or `news_alarmed`."""
    as_read = {name: getattr(report, name) for name in ("news_at", told)}
    mine = Report.objects.filter(pk=report.pk, state__in=WAITING, **as_read)
    return mine.update(**{told: mark}) == 1


def _waiting(report_id: UUID, by: Person, version: int) -> Report:
    with for_the_system("the lock"):
        Report.objects.select_for_update().only("pk").get(pk=report_id)
    report = reports_visible_to(by).filter(pk=report_id).first()
    if report is None:
        raise NotAllowed("Anh/chị không xử lý tin báo này.")
    if report.version != version or report.state not in WAITING:
        now = report.get_state_display()
        raise Refusal(f"Có người đã xử lý tin báo này trước: hiện nay là “{now}”.")
    return report


def _decided(report: Report, state: ReportState, by: Person, reason: str) -> Report:
    if not reason.strip():
        raise Invalid("Hãy ghi lý do.", "reason")
    report.reason = reason.strip()[:500]
    return _save(report, state, by)


def _save(report: Report, state: ReportState, by: Person) -> Report:
    report.state, report.stage = state, STAGE_OF[state]
    report.version += 1
    report.save()
    record(by=by, what=f"report.{state}", on=report, unit=report.receiving_unit_id)
    return report
