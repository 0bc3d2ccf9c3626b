"""What waits for a person among the cases: by the next clock, and referrals to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from mangnon.cases.clocks import rule_of
from mangnon.cases.machine.table import FINAL, OPEN
from mangnon.cases.models import Case, Deadline
from mangnon.cases.perms import knows_reporter
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.reports.api import Report
from mangnon.units.api import Person


def cases_by_clock(person: Person, *, closed: bool = False) -> QuerySet[Case]:
    """Open cases, the one whose clock runs out first on top; or those that have ended."""
    seen = cases_visible_to(person).select_related("owner", "person", "commune_of_event")
    if closed:
        return seen.filter(state__in=FINAL).order_by("-opened_at")
    running = Deadline.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("due_at")
    due = seen.filter(state__in=OPEN).annotate(next_due=Subquery(running.values("due_at")[:1]))
    return due.order_by(F("next_due").asc(nulls_last=True), "-opened_at")


@dataclass(frozen=True)
class Row:
    """A case of a list with the clock that runs out first."""

    case: Case
    due_at: datetime | None
    started_at: datetime | None = None
    words: str = ""


def rows_of(cases: list[Case]) -> list[Row]:
    """The cases with their next clocks: one query for all."""
    clocks = running_of(cases)
    return [_row(case, next(iter(clocks[case.pk]), None)) for case in cases]


def running_of(cases: list[Case]) -> dict[object, list[Deadline]]:
    """The running clocks of each case, the first to end on top: one query for all."""
    clocks: dict[object, list[Deadline]] = {case.pk: [] for case in cases}
    for clock in Deadline.objects.filter(case__in=list(clocks), ended_at=None).order_by("due_at"):
        clocks[clock.case_id].append(clock)
    return clocks


def _row(case: Case, clock: Deadline | None) -> Row:
    if clock is None:
        return Row(case, None)
    return Row(case, clock.due_at, clock.started_at, rule_of(clock.rule).words)


def my_cases(person: Person) -> QuerySet[Case]:
    """Open cases given to the person, or not yet given to anybody where the person works."""
    mine = Q(person=person) | Q(person=None)
    return cases_by_clock(person).filter(mine)


def cases_of_report(person: Person, report: Report) -> QuerySet[Case]:
    """The cases made of a report, as far as the person sees them."""
    return cases_visible_to(person).filter(report=report)


def is_told(person: Person, report: Report) -> bool:
    """Whether it was granted to the person, in a case of the report, to know who told it."""
    return any(knows_reporter(person, case) for case in cases_of_report(person, report))
