"""Referrals and transfers that nobody answers: told further, each level once, never ended by time.

As for the clocks (`alarming`): a row knows its level and when the next is due; a look takes what is
due by an `update()` that checks that both are as it read them, and only then tells. The first level
(not acknowledged in time) reaches the heads of both units, the second (not answered in time) the
province's desk too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.telling import HEADS, audience, message
from mangnon.cases.choices import ReferralKind, ReferralState
from mangnon.cases.clocks import due
from mangnon.cases.models import Referral
from mangnon.cases.queries.referrals import WAITING
from mangnon.directives.api import DaysOff, days_off
from mangnon.units.api import Person

HEADS_LEVEL, DESK_LEVEL = 1, 2
# (rule of the acknowledgement, rule of the answer): rows of `data/rules.csv`.
RULES = {
    ReferralKind.SERVICE: ("referral_ack", "referral_answer"),
    ReferralKind.TRANSFER: ("transfer_ack", "transfer_answer"),
}
_AT_ONCE = 200


def next_level(made: Referral, calendar: DaysOff) -> tuple[int, datetime] | None:
    """Which level comes next and when; None when there is none left or nobody waits."""
    if made.state not in WAITING or made.sent_at is None or made.level >= DESK_LEVEL:
        return None
    ack, answer = (due(rule, made.sent_at, calendar) for rule in RULES[ReferralKind(made.kind)])
    if made.level < HEADS_LEVEL and made.state == ReferralState.SENT:
        return HEADS_LEVEL, ack
    return DESK_LEVEL, answer


def set_clock(made: Referral) -> None:
    """After each change of its state, on the row that the caller saves."""
    coming = next_level(made, days_off())
    made.escalate_at = coming[1] if coming else None


def escalate_referrals(now: datetime) -> int:
    """Tell of every referral whose time is over by `now`; says how many."""
    calendar, told = days_off(), 0
    while ids := _due(now):
        told += sum(_escalate(pk, now, calendar) for pk in ids)
    return told


def _due(now: datetime) -> list[UUID]:
    rows = Referral.objects.filter(escalate_at__lte=now).order_by("escalate_at")
    return list(rows.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _escalate(pk: UUID, now: datetime, calendar: DaysOff) -> int:
    """One referral, a level further. After a gap the highest level that has come is told alone."""
    related = ("case__report", "case__owner", "case__receiver", "case__person", "to_unit")
    made = Referral.objects.select_related(*related).get(pk=pk)
    level, before = made.level, made.escalate_at
    coming = next_level(made, calendar)
    while coming and coming[1] <= now:
        made.level = coming[0]
        coming = next_level(made, calendar)
    mine = Referral.objects.filter(
        pk=pk, level=level, escalate_at=before, state=made.state, version=made.version
    )
    fields: dict[str, object] = {"escalate_at": coming[1] if coming else None}
    if made.level != level:
        fields |= {"level": made.level, "escalated_at": now}
    if mine.update(**fields) != 1 or made.level == level:
        return 0
    facts = {"referral": str(made.pk), "level": made.level, "kind": made.kind}
    record(by=None, what="case.referral_late", on=made.case, facts=facts, unit=made.case.owner_id)
    tell_many(_messages(made))
    return 1


def _messages(made: Referral) -> Iterator[Message]:
    for person in heard_by(made):
        key = f"referral:{made.pk}:{made.level}"
        told = message(made.case, person, "case_referral_late", key)
        yield replace(told, link=f"/vu-viec/chuyen-tuyen/{made.pk}/")


def heard_by(made: Referral) -> list[Person]:
    """The heads of both units, from the second level the province's desk; nobody who is barred."""
    people = [*audience(made.case, "owner"), *seeing(made.case, made.to_unit, HEADS)]
    if made.level >= DESK_LEVEL:
        people += audience(made.case, "supervisor")
    return list({one.pk: one for one in people}.values())
