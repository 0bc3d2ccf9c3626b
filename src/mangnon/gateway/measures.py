"""What the filters do, as indicators of letters: schools filtering, blocked answers, requests.

A clause is given to schools, or to communes and departments that answer for schools: the schools
meant are the ones asked, and those right below or managed by a unit that is asked.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from mangnon.directives.api import (
    Asked,
    ClauseKind,
    Measured,
    days_off,
    register_indicator,
    working_days_between,
)
from mangnon.gateway.counted_words import words_of
from mangnon.gateway.models import Site, UnblockRequest
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Unit, UnitKind

SEEN_WITHIN = timedelta(days=1)
_TECHNICAL = frozenset({ClauseKind.TECHNICAL})


def _schools(asked: Asked) -> QuerySet[Unit]:
    meant = (
        Q(pk__in=asked.unit_ids)
        | Q(parent_id__in=asked.unit_ids)
        | Q(line_manager_id__in=asked.unit_ids)
    )
    return Unit.objects.on(clock.today()).filter(meant, kind=UnitKind.SCHOOL).order_by()


def schools_filtering(asked: Asked) -> Measured:
    """Schools with a filter that spoke within the last day, of all schools meant."""
    alive = Q(
        filter_sites__gateways__revoked_at=None,
        filter_sites__gateways__seen_at__gte=clock.now() - SEEN_WITHIN,
    )
    counted = _schools(asked).aggregate(
        schools=Count("pk", distinct=True), filtering=Count("pk", filter=alive, distinct=True)
    )
    return Measured(Decimal(counted["filtering"]), Decimal(counted["schools"]))


def blocked(asked: Asked) -> Measured:
    """Blocked answers in the span; the note names the three largest categories."""
    sites = list(
        Site.objects.filter(unit__in=_schools(asked)).order_by().values_list("pk", flat=True)
    )
    since, until = clock.start_of(asked.since), clock.start_of(asked.until + timedelta(days=1))
    found: Counter[str] = Counter()
    try:
        counted = timestore.by_category(sites, since, until)
    except timestore.StoreFailed as why:
        return Measured(Decimal(0), note=str(why), given_by=0)
    for each in counted:
        if timestore.kind_of(each.category) is timestore.Kind.BLOCKED:
            found[each.category] += each.answers
    largest = ", ".join(
        f"{words_of(key)} {n:,}".replace(",", ".") for key, n in found.most_common(3)
    )
    note = f"nhiều nhất: {largest}" if largest else "chưa có số đếm nào trong thời gian này"
    return Measured(Decimal(found.total()), note=note, given_by=len(sites) if counted else 0)


def answered_in_time(asked: Asked) -> Measured:
    """Requests to open a site that were answered within one working day, of those of the span that
    were answered or had the day to be."""
    since, until = clock.start_of(asked.since), clock.start_of(asked.until + timedelta(days=1))
    rows = UnblockRequest.objects.filter(
        site__unit__in=_schools(asked), first_at__gte=since, first_at__lt=until
    )
    free, today = days_off(), clock.today()
    spans = [
        (clock.local(first).date(), clock.local(answered).date() if answered else None)
        for first, answered in rows.order_by().values_list("first_at", "answered_at")
    ]
    due = [
        working_days_between(first, answered or today, free) <= 1
        for first, answered in spans
        if answered or working_days_between(first, today, free) > 1
    ]
    return Measured(Decimal(sum(due)), Decimal(len(due)), given_by=len(due))


def register() -> None:
    register_indicator(
        "gateway.schools_filtering",
        "Số trường có bộ lọc đang hoạt động",
        schools_filtering,
        kinds=_TECHNICAL,
    )
    register_indicator("gateway.blocked", "Số lượt truy cập bị bộ lọc chặn", blocked)
    register_indicator(
        "gateway.requests_answered",
        "Số đề nghị mở trang được trả lời trong một ngày làm việc",
        answered_in_time,
    )
