"""Keeping a report as a person edited it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.directives.models import Directive, Report
from mangnon.directives.outgoing import Letterhead, ReportDraft
from mangnon.directives.queries.report import StandingReport, head_as_dict, report_of
from mangnon.directives.refusals import Conflict, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, can_act_for


def save_report(
    *,
    by: Person,
    directive: Directive,
    unit: Unit,
    version: int,
    draft: ReportDraft,
    head: Letterhead,
) -> StandingReport:
    """Keep an edited report. `version` is that of `report_of` (0 before the first saving).

    Raises NotAllowed, and Conflict when somebody saved another text meanwhile.
    """
    _check(by, unit)
    values = {
        "outline": draft.as_dict(),
        "head": head_as_dict(head),
        "saved_by": by,
        "saved_at": clock.now(),
    }
    with transaction.atomic():
        if not _written(directive, unit, version, values):
            now = Report.objects.select_related("saved_by").get(directive=directive, unit=unit)
            raise Conflict(now.version, (), str(now.saved_by or ""))
        record(by=by, what="report.saved", on=directive, unit=unit.pk)
    return report_of(directive, unit)


def _written(directive: Directive, unit: Unit, version: int, values: dict[str, object]) -> bool:
    if version:
        mine = Report.objects.filter(directive=directive, unit=unit, version=version)
        return mine.update(version=version + 1, **values) == 1
    try:
        with transaction.atomic():
            Report.objects.create(directive=directive, unit=unit, **values)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def compile_again(*, by: Person, directive: Directive, unit: Unit) -> StandingReport:
    """Throw the edited text away and compile the report anew from the returns."""
    _check(by, unit)
    Report.objects.filter(directive=directive, unit=unit).delete()
    record(by=by, what="report.compiled_again", on=directive, unit=unit.pk)
    return report_of(directive, unit)


def _check(by: Person, unit: Unit) -> None:
    if not can_act_for(by, unit):
        raise NotAllowed(f"Anh/chị không được soạn báo cáo thay cho {unit.name}.")
