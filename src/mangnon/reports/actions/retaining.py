"""What a report tells goes when nothing needs it any more; when that is, cases say.

The row stays with its number, places, kinds and times, which name nobody, and so do the hashes and
the custody of its files. Who comes with the receipt finds nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record, rows_about
from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.reports.actions.evidence import AT_THE_END, destroy_with_report
from mangnon.reports.actions.triage import DECIDED
from mangnon.reports.choices import ReportState
from mangnon.reports.models import Receipt, Report, ReportHold
from mangnon.reports.perms import can_hold_report
from mangnon.reports.queries.triage import reports_visible_to
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.units.api import Person


@transaction.atomic
def set_report_hold(*, by: Person, report_id: UUID, held: bool, reason: str) -> None:
    """Keep a report from being erased, or let it go again. Raises NotAllowed, Invalid."""
    with for_the_system("the lock"):
        Report.objects.select_for_update().only("pk").get(pk=report_id)
    report = reports_visible_to(by).select_related("receiving_unit").filter(pk=report_id).first()
    if report is None or not can_hold_report(by, report):
        raise NotAllowed("Anh/chị không được giữ lại tin báo này.")
    words = reason.strip()[:300]
    if not words:
        raise Invalid("Hãy ghi lý do.", "reason")
    if report.held == held:
        return
    Report.objects.filter(pk=report.pk).update(held=held)
    if held:
        ReportHold.objects.create(report=report, reason=words, by=by)
    else:
        end = {"lifted_by": by, "lifted_at": clock.now(), "lift_reason": words}
        report.holds.filter(lifted_at=None).update(**end)
    what = "report.held" if held else "report.released"
    record(by=by, what=what, on=report, unit=report.receiving_unit_id)


def locked_with_twins(report_id: UUID) -> list[Report]:
    """The report and all that were found to tell of the same, held until the transaction ends."""
    found: set[UUID] = set()
    new = {report_id}
    while new:
        found |= new
        twins = Report.objects.filter(duplicate_of__in=new).values_list("pk", flat=True)
        new = set(twins) - found
    return list(Report.objects.select_for_update(of=("self",)).filter(pk__in=found).order_by("pk"))


def ended_without_case(received_before: datetime) -> list[tuple[UUID, str, datetime]]:
    """Reports with words left that somebody decided on and that are no case: the state, and when
    it was decided, as the record says. A twin goes with the one whose twin it is."""
    alone = [state for state in DECIDED if state != ReportState.DUPLICATE]
    rows = Report.objects.filter(
        state__in=alone, held=False, keys__isnull=False, received_at__lt=received_before
    )
    found = []
    for row in rows.only("pk", "state").distinct():
        last = rows_about(row).filter(what=f"report.{row.state}").last()
        if last is not None:
            found.append((row.pk, str(row.state), last.at))
    return found


@transaction.atomic
def erase_report(report: Report, *, by: Person | None = None, why: str = AT_THE_END) -> bool:
    """All words of a report, its files and the keys to them, under its lock; `by` who decided,
    nobody for the end of its time. False when they were gone. The caller asked whether it may be.
    """
    if not report.body:
        return False
    for rows in (report.keys, report.messages, report.marks):
        rows.all().delete()
    Receipt.objects.filter(report=report).delete()
    report.barred.update(why="")
    for one in report.evidence.all():
        destroy_with_report(one, by=by, why=why)
    report.body, report.risk, report.platform, report.reason = b"", {}, "", ""
    report.version += 1
    report.save()
    record(by=by, what="report.erased", on=report, unit=report.receiving_unit_id)
    return True
