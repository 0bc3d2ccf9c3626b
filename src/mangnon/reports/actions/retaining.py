"""What a report tells goes when nothing needs it any more; when that is, cases say.

The row stays with its number, places, kinds and times, which name nobody, and so do the hashes and
the custody of its files. Who comes with the receipt finds nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.reports.actions.evidence import destroy_at_the_end
from mangnon.reports.models import Receipt, Report


def locked_with_twins(report_id: UUID) -> list[Report]:
    """The report and all that were found to tell of the same, held until the transaction ends."""
    found: set[UUID] = set()
    new = {report_id}
    while new:
        found |= new
        twins = Report.objects.filter(duplicate_of__in=new).values_list("pk", flat=True)
        new = set(twins) - found
    return list(Report.objects.select_for_update(of=("self",)).filter(pk__in=found).order_by("pk"))


@transaction.atomic
def erase_report(report: Report) -> bool:
    """All words of a report, its files and the keys to them, under its lock; False when they were
    gone. The caller asked whether it may be."""
    if not report.body:
        return False
    for rows in (report.keys, report.messages, report.marks):
        rows.all().delete()
    Receipt.objects.filter(report=report).delete()
    report.barred.update(why="")
    for one in report.evidence.all():
        destroy_at_the_end(one)
    report.body, report.risk, report.platform, report.reason = b"", {}, "", ""
    report.version += 1
    report.save()
    record(by=None, what="report.erased", on=report, unit=report.receiving_unit_id)
    return True
