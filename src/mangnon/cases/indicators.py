"""What the work on reports and cases gives as indicators of letters: counts and shares of units.

A clause is given to communes and agencies: what is counted is what they received and what they are
responsible for. A share behind whose parts so few may stand that somebody shows is not told, and
what is barred from a unit asked, or from anybody of it, is in none of its figures.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.choices import DeadlineState, State
from mangnon.cases.models import Case, Deadline
from mangnon.directives.api import Asked, Measured, register_indicator
from mangnon.kit import clock
from mangnon.kit.cells import SMALL
from mangnon.reports.api import Report, reports_barred_at

HELD_BACK = f"số nhỏ hơn {SMALL} nên không công bố"


@for_the_system("figures of units")
def reports_received(asked: Asked) -> Measured:
    """Reports that came to the units within the span."""
    rows = Report.objects.filter(receiving_unit__in=asked.unit_ids, is_test=False)
    barred = reports_barred_at(asked.unit_ids)
    return _count(_within(rows, "received_at", asked).exclude(pk__in=barred))


@for_the_system("figures of units")
def cases_ended(asked: Asked) -> Measured:
    """Cases of the units that were closed within the span."""
    rows = Case.objects.filter(owner__in=asked.unit_ids, state=State.CLOSED)
    barred = reports_barred_at(asked.unit_ids)
    return _count(_within(rows, "closed_at", asked).exclude(report__in=barred))


def assessed_in_12_hours(asked: Asked) -> Measured:
    """Of the risks that had to be assessed within 12 hours, those that were."""
    return _in_time(asked, Q(rule="initial_risk"))


def plans_approved_in_time(asked: Asked) -> Measured:
    """Of the plans that waited for the chair, those approved within the days given."""
    return _in_time(asked, Q(rule="approval"))


def clocks_met(asked: Asked) -> Measured:
    """Of all clocks that ended within the span, those met."""
    return _in_time(asked, Q())


@for_the_system("figures of units")
def _in_time(asked: Asked, which: Q) -> Measured:
    """A broken clock counts as broken for good; one that still runs, or is void, not at all."""
    broken = Q(state__in=[DeadlineState.BREACHED, DeadlineState.MET_LATE])
    broken |= Q(state=DeadlineState.ARMED, due_at__lte=clock.now())
    rows = Deadline.objects.filter(which, case__owner__in=asked.unit_ids)
    rows = rows.exclude(case__report__in=reports_barred_at(asked.unit_ids)).order_by()
    counted = _within(rows, "due_at", asked).aggregate(
        met=Count("pk", filter=Q(state=DeadlineState.MET)), broken=Count("pk", filter=broken)
    )
    met, late = counted["met"], counted["broken"]
    if _is_small(met) or _is_small(late):
        return Measured(Decimal(0), note=HELD_BACK, given_by=0)
    return Measured(Decimal(met), Decimal(met + late), given_by=met + late)


def _count(rows: QuerySet[Any]) -> Measured:
    found = rows.order_by().count()
    if _is_small(found):
        return Measured(Decimal(0), note=HELD_BACK, given_by=0)
    return Measured(Decimal(found))


def _is_small(count: int) -> bool:
    return 0 < count < SMALL


def _within(rows: QuerySet[Any], field: str, asked: Asked) -> QuerySet[Any]:
    since, until = _moments(asked)
    return rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})


def _moments(asked: Asked) -> tuple[datetime, datetime]:
    return clock.start_of(asked.since), clock.start_of(asked.until + timedelta(days=1))


def register() -> None:
    register_indicator(
        "cases.reports_received", "Số tin báo về trẻ em đã tiếp nhận", reports_received
    )
    register_indicator(
        "cases.assessed_in_12_hours",
        "Tỷ lệ vụ việc được đánh giá nguy cơ trong 12 giờ",
        assessed_in_12_hours,
    )
    register_indicator(
        "cases.plans_approved",
        "Tỷ lệ kế hoạch hỗ trợ, can thiệp được duyệt đúng hạn",
        plans_approved_in_time,
    )
    register_indicator("cases.clocks_met", "Tỷ lệ thời hạn xử lý vụ việc được giữ", clocks_met)
    register_indicator("cases.ended", "Số vụ việc đã kết thúc", cases_ended)
