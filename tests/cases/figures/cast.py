"""Reports and cases by the dozen, written straight down: only what is counted of them matters."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from mangnon.cases.models import Case, Deadline, Referral
from mangnon.kit.clock import VIETNAM
from mangnon.reports.choices import AgeBand, Channel, Kind, Lane
from mangnon.reports.models import Report
from mangnon.units.models import Unit

_serial = count(1)


def moment(month: int, day: int, hour: int = 8, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=VIETNAM)


def received(many: int, unit: Unit, at: datetime, **said: Any) -> list[Report]:
    """So many reports alike, received by the unit at that moment."""
    told = {"channel": Channel.WEB, "lane": Lane.CHILD, "age_band": AgeBand.FROM_11} | said
    return Report.objects.bulk_create(
        Report(
            number=f"BT-{next(_serial):06d}",
            idempotency_key=f"{next(_serial):064d}",
            received_at=at,
            receiving_unit=unit,
            commune=unit.commune,
            body=b"-",
            **{"kind": Kind.BULLYING, **told},
        )
        for _ in range(many)
    )


def opened(many: int, unit: Unit, at: datetime, **said: Any) -> list[Case]:
    """So many cases of the unit, each from a report that came at that moment."""
    return Case.objects.bulk_create(
        Case(
            number=f"VV-{next(_serial):06d}",
            report=report,
            received_at=at,
            opened_at=at,
            receiver=unit,
            owner=unit,
            **said,
        )
        for report in received(many, unit, at, state="linked")
    )


def clocked(case: Case, rule: str, due_at: datetime, state: str) -> Deadline:
    ended = None if state in ("armed", "breached") else due_at
    return Deadline.objects.create(
        case=case,
        rule=rule,
        started_at=case.received_at,
        due_at=due_at,
        state=state,
        ended_at=ended,
    )


def referred(case: Case, to: Unit, at: datetime, state: str) -> Referral:
    return Referral.objects.create(case=case, kind="service", to_unit=to, state=state, sent_at=at)
