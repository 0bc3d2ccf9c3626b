"""The indicators that returns themselves give; other domains register theirs."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from mangnon.directives.choices import ClauseKind, ReturnState, State
from mangnon.directives.models import Assignment, Return
from mangnon.directives.queries.indicators import Asked, Measured, register_indicator


def units_done(asked: Asked) -> Measured:
    """How many of the units have an accepted result."""
    works = Assignment.objects.filter(clause=asked.clause_id, unit__in=asked.unit_ids)
    done = works.filter(state=State.ACCEPTED).count()
    return Measured(Decimal(done), Decimal(len(asked.unit_ids)))


def figure_sum(asked: Asked) -> Measured:
    """The sum of the figures that units reported, each unit's last accepted or waiting one."""
    returns = Return.objects.filter(
        assignment__clause=asked.clause_id,
        assignment__unit__in=asked.unit_ids,
        state__in=[ReturnState.SUBMITTED, ReturnState.ACCEPTED],
        figure__isnull=False,
    )
    total = returns.aggregate(total=Sum("figure"))["total"] or Decimal(0)
    units = returns.values("assignment__unit").distinct().count()
    note = f"theo báo cáo của {units} đơn vị" if units else "chưa có đơn vị nào báo cáo số liệu"
    return Measured(total, note=note, given_by=units)


_COUNTED = frozenset(
    {ClauseKind.COMMUNICATION, ClauseKind.EDUCATION, ClauseKind.TRAINING, ClauseKind.INTERVENTION}
)


def register() -> None:
    register_indicator("returns.units_done", "Số đơn vị hoàn thành", units_done)
    register_indicator(
        "returns.figure_sum", "Tổng số liệu do các đơn vị báo cáo", figure_sum, kinds=_COUNTED
    )
