"""Counts as the database gives them, by quarter. Nothing here is fit to be shown: see `hiding`.

Each question is one pass over an index, from a first moment to a last one; what is barred from the
person who asks is in no count. Reports count in the quarter in which they came, cases in that of
their information, clocks in that in which they end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value, When

from mangnon.cases.choices import DeadlineState
from mangnon.cases.figures.periods import Span
from mangnon.cases.models import Case, Deadline, Referral
from mangnon.kit import clock
from mangnon.reports.api import Report, barred_reports
from mangnon.units.api import Person, Unit

MET, BROKEN, RUNNING = "met", "broken", "running"
SERVICE = "service"

# Counted values by the month or quarter in which they fall.
Placed = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Reach:
    """Who asks, below which unit things are counted, and what is left out of every count.

    units: None when nothing stands outside the unit; a question then need not ask whose a row is.
    """

    unit: Unit
    units: QuerySet[Unit, Any] | None
    barred: tuple[UUID, ...]


def reach_of(person: Person, unit: Unit) -> Reach:
    """Two questions; a third is spared in each count when a province has the place for itself."""
    barred = barred_reports(person).values_list("report_id", flat=True)
    below = Unit.objects.under(unit).order_by().values("pk")
    outside = Unit.objects.exclude(path__startswith=unit.path).order_by()
    return Reach(unit, below if outside.exists() else None, tuple(set(barred)))


def whole(root: Unit) -> Reach:
    """All of a province, nothing left out: only to decide what its lists hide."""
    return Reach(root, Unit.objects.under(root).order_by().values("pk"), ())


def reports_of(reach: Reach, span: Span) -> QuerySet[Report]:
    """Received within the span by the unit or one below it; no tests, nothing barred."""
    rows = _within(Report.objects.filter(is_test=False), "received_at", span)
    if reach.units is not None:
        rows = rows.filter(receiving_unit__in=reach.units)
    return (rows.exclude(pk__in=reach.barred) if reach.barred else rows).order_by()


def cases_of(reach: Reach, span: Span) -> QuerySet[Case]:
    """For which the unit, or one below it, is responsible, by when the information came."""
    return _within(_owned(Case.objects.all(), reach, ""), "received_at", span)


def intake(reach: Reach, span: Span) -> tuple[Placed, Placed]:
    """(month, channel, lane) -> reports; (month, kind, age band) -> reports. One question of two
    passes: counted by all four they would be nearly as many rows as there are reports."""
    rows = reports_of(reach, span)
    found: dict[str, Placed] = {"way": Counter(), "child": Counter()}
    way = _groups(rows, "received_at", span.months, Value("way"), "channel", "lane")
    child = _groups(rows, "received_at", span.months, Value("child"), "kind", "age_band")
    for month, of, *values, n in way.union(child, all=True):
        found[of][(month, *values)] = n
    return found["way"], found["child"]


def places(reach: Reach, span: Span) -> Placed:
    """(quarter, receiving unit, commune of the event) -> reports."""
    return _grouped(
        reports_of(reach, span), "received_at", _starts(span), "receiving_unit", "commune"
    )


def owners(reach: Reach, span: Span) -> Placed:
    """(quarter, owner) -> cases."""
    return _grouped(cases_of(reach, span), "received_at", _starts(span), "owner")


def outcomes(reach: Reach, span: Span) -> Placed:
    """(quarter, state, reason of closing, crime, content) -> cases."""
    names = ("state", "close_reason", "crime", "content")
    return _grouped(cases_of(reach, span), "received_at", _starts(span), *names)


def clocks(reach: Reach, span: Span) -> Placed:
    """(quarter, rule, met or broken or running) -> clocks that end within the span.

    One that was broken counts as broken for good, whether or not it was met later, and whether or
    not anybody was told yet that it broke.
    """
    late = Q(state__in=[DeadlineState.BREACHED, DeadlineState.MET_LATE])
    late |= Q(state=DeadlineState.ARMED, due_at__lte=clock.now())
    rows = _within(
        _owned(Deadline.objects.exclude(state=DeadlineState.VOID), reach, "case__"), "due_at", span
    )
    rows = rows.annotate(
        kept=Choose(
            When(late, then=Value(BROKEN)),
            When(state=DeadlineState.MET, then=Value(MET)),
            default=Value(RUNNING),
            output_field=CharField(),
        ),
        plain=Choose(
            When(rule__startswith=f"{SERVICE}:", then=Value(SERVICE)),
            default=F("rule"),
            output_field=CharField(),
        ),
    )
    return _grouped(rows, "due_at", _starts(span), "plain", "kept")


def referrals(reach: Reach, span: Span) -> Placed:
    """(quarter, state) -> referrals sent within the span."""
    rows = _within(_owned(Referral.objects.all(), reach, "case__"), "sent_at", span)
    return _grouped(rows, "sent_at", _starts(span), "state")


def first_actions(reach: Reach, span: Span) -> Placed:
    """(quarter, minutes from the information to the first action) -> cases."""
    acted = cases_of(reach, span).filter(acted_minutes__isnull=False)
    return _grouped(acted, "received_at", _starts(span), "acted_minutes")


def _owned(rows: QuerySet[Any], reach: Reach, case: str) -> QuerySet[Any]:
    """`case`: how the rows lead to their case. What is barred is left out by its few ids, so that
    nobody else's rows need their case looked up."""
    if reach.units is not None:
        rows = rows.filter(**{f"{case}owner__in": reach.units})
    if not reach.barred:
        return rows.order_by()
    if not case:
        return rows.exclude(report__in=reach.barred).order_by()
    barred = Case.objects.filter(report__in=reach.barred).order_by().values("pk")
    return rows.exclude(case__in=barred).order_by()


def _within(rows: QuerySet[Any], field: str, span: Span) -> QuerySet[Any]:
    since, until = clock.start_of(span.since), clock.start_of(span.until)
    return rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})


def _starts(span: Span) -> tuple[date, ...]:
    return tuple(quarter.since for quarter in span.quarters)


def _grouped(rows: QuerySet[Any], field: str, starts: Sequence[date], *names: str) -> Placed:
    """Counted by the part of the time in which they fall, and by these fields."""
    return Counter({tuple(row[:-1]): row[-1] for row in _groups(rows, field, starts, *names)})


def _groups(
    rows: QuerySet[Any], field: str, starts: Sequence[date], *names: str | Value
) -> QuerySet[Any, Any]:
    counted = rows.annotate(part=_part(field, starts))
    found: QuerySet[Any, Any] = counted.values_list("part", *names).annotate(n=Count("*"))
    return found


def _part(field: str, starts: Sequence[date]) -> Choose:
    """The place of the last start that is not later, by plain comparisons: both databases compare
    moments quickly, and neither knows the day in Vietnam without being told."""
    whens = [
        When(**{f"{field}__lt": clock.start_of(start)}, then=Value(place))
        for place, start in enumerate(starts[1:])
    ]
    return Choose(*whens, default=Value(len(starts) - 1), output_field=IntegerField())
