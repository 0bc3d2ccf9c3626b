"""Cases that may be about the same child, by blind marks: one's own, and if others have any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.choices import State
from mangnon.cases.models import BlindMark, Case
from mangnon.cases.papers.telling_apart import NAME, REPORTER
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.reports.api import Report, alike, barred_from
from mangnon.units.api import Person


@dataclass(frozen=True)
class Twins:
    """`elsewhere`: cases that the person does not see, never to be shown to them."""

    cases: list[Case]
    reports: list[Report]
    elsewhere: list[Case]

    def __bool__(self) -> bool:
        return bool(self.cases or self.reports or self.elsewhere)


def twins_of_report(person: Person, report: Report) -> Twins:
    """What may be about the child of a report, before a case is made of it."""
    marks = list(report.marks.values_list("kind", "mark"))
    like = _with_any([mark for _, mark in marks])
    related = ("owner", "commune_of_event", "report")
    seen = cases_visible_to(person).filter(like).exclude(report=report).select_related(*related)
    return Twins(list(seen[:5]), list(alike(person, report)[:5]), _elsewhere(person, report, marks))


def _with_any(marks: list[str]) -> Q:
    """With one of the marks itself, or through the report that it was made of."""
    own = BlindMark.objects.filter(mark__in=marks).values("case_id")
    return Q(pk__in=own) | Q(report__in=_reports_with(marks))


def _reports_with(marks: list[str]) -> QuerySet[Report]:
    return Report.objects.filter(marks__mark__in=marks).order_by()


def _elsewhere(person: Person, report: Report, marks: list[tuple[str, str]]) -> list[Case]:
    """Those that others have. A name alone is many people's: it counts with the same commune, a
    telephone counts anywhere. Nothing at all from which the person is barred."""
    phones = [mark for kind, mark in marks if kind != NAME]
    names = [mark for kind, mark in marks if kind == NAME]
    here = Q(commune_of_event=report.commune_id) | Q(commune_of_residence=report.commune_id)
    near = here if report.commune_id else Q(pk__in=[])
    found = Case.objects.filter(_with_any(phones) | (_with_any(names) & near))
    others = found.exclude(report=report).exclude(state=State.VOID)
    hidden = others.exclude(pk__in=cases_visible_to(person).order_by().values("pk"))
    kept = hidden.exclude(Exists(barred_from(person, OuterRef("report_id"))))
    with for_the_system("whether somebody else has a case about the child"):
        return list(kept.select_related("owner", "report")[:5])


def has_twins(case: Case) -> bool:
    """Whether there is one to ask for, of a case as `visible.standing_in` gives it."""
    return bool(case.duplicate_of_id or case.has_twins)  # type: ignore[attr-defined]


def twins_of_case(person: Person, case: Case) -> list[Case]:
    """The case that this one is void for, or is asked to be, and those void for this one; as far as
    the person sees them."""
    either = Q(pk=case.duplicate_of_id) | Q(duplicate_of=case)
    return list(cases_visible_to(person).filter(either).exclude(pk=case.pk))


def cases_marked(person: Person, wanted: Mapping[str, str]) -> QuerySet[Case]:
    """Cases the person sees that have every mark, by kind; none for none. Marks of whoever
    reported, in cases and in reports, are not asked: a guess would be confirmed."""
    if not wanted:
        return Case.objects.none()
    found = cases_visible_to(person).select_related("owner", "commune_of_event", "person")
    for kind, mark in wanted.items():
        rows = BlindMark.objects.filter(kind=kind, mark=mark).exclude(kind=REPORTER)
        found = found.filter(pk__in=rows.values("case_id"))
    return found
