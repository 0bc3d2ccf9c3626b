"""A referral that nobody answers is told further, each level once, and never ended by time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice
from mangnon.cases.actions import escalating
from mangnon.cases.actions.escalating import escalate_referrals
from mangnon.cases.actions.referrals import answer_referral, send_referral
from mangnon.cases.choices import ReferralKind, ReferralState
from mangnon.cases.clocks import rules
from mangnon.cases.models import Referral
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cast import make_person
from tests.reports.cast import with_key

# Monday the 23rd of November 2026, nine o'clock in Vietnam; no holiday in that week.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def helper(cast: Cast) -> Person:
    person = make_person(Role.COUNSELLOR, cast.house.centre, name="Vũ Thị Giúp")
    cast.readers[person.pk] = with_key(person)
    return person


@pytest.fixture
def sent(cast: Cast, helper: Person) -> Referral:
    """Sơn Hà asked the centre on Monday morning; nobody has answered."""
    cast.taken()
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")
    return send(cast, ReferralKind.SERVICE)


def send(cast: Cast, kind: str) -> Referral:
    with time_machine.travel(MONDAY, tick=False):
        send_referral(
            case_id=cast.case.pk,
            by=cast.chair,
            unit=cast.house.son_ha,
            kind=kind,
            to_unit=cast.house.centre,
            words="Tư vấn sáu buổi",
            token=f"gui-{kind}",
            reader=cast.readers[cast.chair.pk],
        )
    Notice.objects.all().delete()
    return Referral.objects.get(kind=kind)


def told(made: Referral, level: int) -> set[UUID]:
    key = f":referral:{made.pk}:{level}:"
    people = Notice.objects.filter(key__contains=key).values_list("person_id", flat=True)
    return {UUID(one) for one in people}


def answer(made: Referral, by: Person, what: str) -> Referral:
    return answer_referral(
        referral_id=made.pk, answer=what, by=by, version=made.version, reason="Đã rõ", token=what
    )


def test_first_the_heads_of_both_units_then_the_province_each_once(
    cast: Cast, helper: Person, sent: Referral
) -> None:
    # A working day to acknowledge: until Tuesday midnight; three to answer: until Thursday's.
    heard = [escalate_referrals(MONDAY + hours * HOUR) for hours in range(24 * 9)]

    assert [place for place, count in enumerate(heard) if count] == [39, 87]
    assert told(sent, 1) == {cast.chair.pk, helper.pk}
    assert told(sent, 2) == {cast.chair.pk, helper.pk, cast.officer.pk}
    sent.refresh_from_db()
    assert (sent.level, sent.escalate_at, sent.state) == (2, None, ReferralState.SENT)
    assert sent.escalated_at == MONDAY + 87 * HOUR
    levels = [row.facts["level"] for row in rows_about(cast.case).filter(what="case.referral_late")]
    assert levels == [1, 2]


def test_after_a_night_without_a_worker_the_highest_level_is_told_alone(
    cast: Cast, sent: Referral
) -> None:
    assert escalate_referrals(MONDAY + 9 * DAY) == 1
    assert told(sent, 1) == set()
    assert cast.officer.pk in told(sent, 2)
    assert escalate_referrals(MONDAY + 30 * DAY) == 0


def test_what_is_acknowledged_waits_for_its_answer_and_what_is_answered_for_nothing(
    helper: Person, sent: Referral
) -> None:
    made = answer(sent, helper, "acknowledge")
    assert escalate_referrals(MONDAY + 2 * DAY) == 0
    assert escalate_referrals(MONDAY + 4 * DAY) == 1
    made.refresh_from_db()
    assert made.level == 2
    made = answer(made, helper, "accept")
    assert made.escalate_at is None
    assert escalate_referrals(MONDAY + 30 * DAY) == 0


def test_a_transfer_is_pressed_sooner_and_the_old_owner_stays(cast: Cast, helper: Person) -> None:
    cast.taken()
    made = send(cast, ReferralKind.TRANSFER)
    # In office hours half an hour to acknowledge, a working day to answer.
    assert escalate_referrals(MONDAY + timedelta(minutes=29)) == 0
    assert escalate_referrals(MONDAY + timedelta(minutes=30)) == 1
    assert told(made, 1) == {cast.chair.pk, helper.pk}
    assert escalate_referrals(MONDAY + 30 * DAY) == 1
    cast.case.refresh_from_db()
    made.refresh_from_db()
    assert cast.case.owner == cast.house.son_ha
    assert made.state == ReferralState.SENT


def test_who_is_barred_hears_of_nothing(cast: Cast, helper: Person, sent: Referral) -> None:
    Barred.objects.create(report=cast.case.report, person=helper)
    colleague = make_person(Role.COUNSELLOR, cast.house.centre)
    assert escalate_referrals(MONDAY + 9 * DAY) == 1
    assert told(sent, 2) == {cast.chair.pk, colleague.pk, cast.officer.pk}


def test_two_workers_at_once_tell_once(
    cast: Cast, sent: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = escalating.next_level
    late = MONDAY + 9 * DAY

    def other_first(*args: Any) -> Any:
        monkeypatch.setattr(escalating, "next_level", whole)
        assert escalate_referrals(late) == 1
        return whole(*args)

    monkeypatch.setattr(escalating, "next_level", other_first)
    assert escalate_referrals(late) == 0
    assert len(told(sent, 2)) == 3


def test_it_stands_on_the_desks_of_both_and_of_the_province(
    cast: Cast, helper: Person, sent: Referral, browse: Browse
) -> None:
    def shown(client: Client) -> str:
        return client.get(reverse("cases")).content.decode()

    clients = [browse(one) for one in (cast.chair, helper, cast.officer)]
    assert not [client for client in clients if "quá hạn trả lời" in shown(client)]
    escalate_referrals(MONDAY + 2 * DAY)
    assert all("Đã báo hai đơn vị" in shown(client) for client in clients)
    escalate_referrals(MONDAY + 9 * DAY)
    assert all("Đã báo tỉnh" in shown(client) for client in clients)
    stranger = make_person(Role.COMMUNE_LEADER, cast.house.nghia_lo)
    assert "quá hạn trả lời" not in shown(browse(stranger, locked=True))


def test_the_times_are_data_that_nobody_has_compared() -> None:
    names = ("referral_ack", "referral_answer", "transfer_ack", "transfer_answer")
    assert not [name for name in names if rules()[name].is_checked]
