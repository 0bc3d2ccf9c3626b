"""With a case its report goes on: the unit responsible reads the story, the messages, the files.

Whoever makes the step and opens the report seals its key to the next unit in the same transaction.
Where the step was made without (a desk that names another owner, a transfer that was answered
later), the unit that received the report hands the key on, until which its pages ask for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from mangnon.base.notices.api import tell_many
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.telling import HEADS, audience, message
from mangnon.cases.choices import ReferralKind, State
from mangnon.cases.models import Case
from mangnon.cases.queries.carrying import carried_by, case_awaiting_key, gone_on
from mangnon.cases.queries.referrals import WAITING
from mangnon.cases.refusals import IllegalMove
from mangnon.kit import clock
from mangnon.reports import api as reports
from mangnon.reports.api import Reader, Report
from mangnon.units.api import Person, Unit

_NOBODY_THERE = (
    "{unit} chưa có ai mở được hồ sơ nên chưa nhận được khóa: "
    "hãy đề nghị đơn vị đặt mật khẩu hồ sơ."
)


@for_the_system("whoever is responsible now reads the report")
def pass_on(case: Case, *, by: Person, reader: Reader | None, before: int) -> None:
    """After a step, under the case's lock; `before`: the unit that was responsible until then.

    Where the key must still be handed on, whoever received the report hears of it."""
    changed, void = case.owner_id != before, case.state == State.VOID
    if changed or void:
        take_back(case, by=by)
    if void or case.owner_id == case.report.receiving_unit_id:
        return
    opened = reports.hand_on(report=case.report, unit=case.owner, by=by, reader=reader)
    if changed and not opened:
        _ask_for_key(case)


def take_back(case: Case, *, by: Person) -> None:
    """From whoever is neither responsible nor asked to take the case over."""
    asked = case.referrals.filter(kind=ReferralKind.TRANSFER, state__in=WAITING)
    stay = set(asked.values_list("to_unit_id", flat=True))
    stay |= set() if case.state == State.VOID else {case.owner_id}
    reports.take_back(report=case.report, stay=stay, by=by)


def _ask_for_key(case: Case) -> None:
    """Of the unit that received the report: there somebody opens it."""
    place, now = case.report.receiving_unit, clock.now().timestamp()
    people = seeing(case, place, HEADS) or seeing(case, place)
    told = [message(case, one, "case_moved", f"report-key:{now:.0f}") for one in people]
    tell_many(replace(one, link=f"/vu-viec/tin-bao/{case.report_id}/") for one in told)


@transaction.atomic
def hand_on_report(*, report: Report, reader: Reader) -> Unit:
    """Somebody who opens the report hands its key to the unit responsible; gives the unit.

    Raises IllegalMove, reports.NotAllowed, NotOpened.
    """
    by, waiting = reader.person, case_awaiting_key(report)
    if waiting is None:
        raise IllegalMove("Không có đơn vị nào đang chờ khóa của tin báo này.")
    case = locked_case(waiting.pk)
    reports.report_key(reader, case.report)
    if not reports.hand_on(report=case.report, unit=case.owner, by=by, reader=reader):
        raise IllegalMove(_NOBODY_THERE.format(unit=case.owner.name))
    with for_the_system("whoever carries the case is told"):
        people = audience(case, "worker")
        tell_many(message(case, one, "case_moved", f"report-key:{case.owner_id}") for one in people)
    return case.owner


# --- told to the domain of the reports, which knows no cases ------------------------------------


def _units_of(told: Collection[Report]) -> dict[UUID, Unit]:
    return {pk: case.owner for pk, case in gone_on(told).items()}


def _people_of(report: Report) -> list[Person]:
    case = gone_on([report]).get(report.pk)
    return audience(case, "worker") if case else []


def register() -> None:
    reports.register_carriers(reports.Carriers(carried_by, _units_of, _people_of))
