"""What is wrong with a filter is raised once, told once and ended when it is well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mangnon.base.notices.api import Notice
from mangnon.gateway.actions.alarms import review_alarms
from mangnon.gateway.actions.fleet import revoke, take_report
from mangnon.gateway.link.report import Report, Trouble
from mangnon.gateway.models import Alarm, Gateway
from mangnon.gateway.planning import release
from mangnon.kit import clock
from tests.gateway.fleet.world import bring_in
from tests.gateway.steering.cast import Cast


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    release()
    gateway = bring_in(cast.site, cast.keeper)
    take_report(gateway=gateway, report=Report(plan=1))
    return gateway


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    moment = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: moment)


def hear(gateway: Gateway, *troubles: str, plan: int = 1) -> None:
    gateway.refresh_from_db()
    told = tuple(Trouble("2026-11-27T04:58+00:00", words) for words in troubles)
    take_report(gateway=gateway, report=Report(plan=plan, troubles=told))


def open_alarms() -> list[tuple[str, str]]:
    return list(Alarm.objects.filter(ended_at=None).values_list("kind", "words"))


def test_a_well_filter_raises_nothing(gateway: Gateway) -> None:
    review_alarms()

    assert not Alarm.objects.exists()


def test_ten_silent_minutes_are_told_to_the_keepers_once(
    cast: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, minutes=9)
    review_alarms()
    assert open_alarms() == []

    later(monkeypatch, minutes=2)
    review_alarms()
    review_alarms()

    assert [kind for kind, _ in open_alarms()] == ["silent"]
    told = Notice.objects.values_list("person_id", flat=True)
    assert set(told) == {str(cast.keeper.pk), str(cast.principal.pk)}
    assert len(told) == 2
    notice = Notice.objects.filter(person_id=str(cast.keeper.pk)).get()
    assert notice.subject == "Máy lọc Điểm chính: không liên lạc"
    assert notice.link == f"/bo-loc/may-loc/{gateway.pk}/"

    hear(gateway)
    review_alarms()
    assert open_alarms() == []
    assert Alarm.objects.get().ended_at is not None


def test_an_old_plan_is_an_alarm_after_five_minutes(
    cast: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.site.refresh_from_db()
    cast.site.revision = 2
    cast.site.save()
    review_alarms()
    assert open_alarms() == []

    later(monkeypatch, minutes=6)
    hear(gateway)
    review_alarms()
    assert open_alarms() == [("old_plan", "đang áp dụng bản 1, đã có bản 2")]

    hear(gateway, plan=2)
    review_alarms()
    assert open_alarms() == []


def test_troubles_are_told_in_the_filters_own_words(gateway: Gateway) -> None:
    hear(gateway, "đĩa của máy lọc sắp đầy")
    review_alarms()
    hear(gateway, "đĩa của máy lọc sắp đầy", "đồng hồ của máy lọc lệch 90 giây")
    review_alarms()

    words = "đĩa của máy lọc sắp đầy; đồng hồ của máy lọc lệch 90 giây"
    assert open_alarms() == [("trouble", words)]
    assert Notice.objects.count() == 2


def test_one_that_was_sent_off_raises_nothing(
    cast: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, minutes=11)
    review_alarms()
    revoke(by=cast.keeper, gateway=gateway)
    review_alarms()

    assert open_alarms() == []


def test_many_filters_cost_few_questions(
    cast: Cast, gateway: Gateway, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        Gateway.objects.create(
            site=cast.site, name=f"Máy {number}", token_hash=f"{number:064}", plan_in_force=1
        )
    with django_assert_max_num_queries(3):
        review_alarms()
