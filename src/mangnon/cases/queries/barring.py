"""What the record does not tell to whoever is barred, be it an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from mangnon.base.walls import for_the_system
from mangnon.cases.models import Case
from mangnon.reports.api import Report, barred_reports
from mangnon.units.api import Person


def things_barred(person: Any) -> Iterator[tuple[str, str]]:
    """(type, id) of every report, case, and row of theirs, from which the person is barred.

    One query for who is barred from nothing, which is nearly everybody.
    """
    if not isinstance(person, Person):
        return
    with for_the_system("who is barred"):
        reports = list(barred_reports(person).values_list("report_id", flat=True))
        if not reports:
            return
        yield from (("reports.report", str(pk)) for pk in reports)
        yield from _pointing(Report, reports)
        cases = list(Case.objects.filter(report__in=reports).values_list("pk", flat=True))
        yield from _pointing(Case, cases)


def _pointing(model: type[Model], ids: list[Any]) -> Iterator[tuple[str, str]]:
    """The rows of other tables that belong to these: files, referrals, questions, glasses."""
    for one in model._meta.related_objects:
        rows = one.related_model._default_manager.filter(**{f"{one.field.name}__in": ids})
        for pk in rows.values_list("pk", flat=True):
            yield one.related_model._meta.label_lower, str(pk)
