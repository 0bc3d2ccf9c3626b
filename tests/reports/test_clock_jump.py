"""All hours are counted by one clock: when it is set, the duty desk hears of it by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mangnon.base.jobs.api import Jump
from mangnon.base.jobs.jumping import take_in
from mangnon.base.notices.models import Notice, Outbox
from mangnon.reports.actions.jumping import span_words
from mangnon.units.choices import Role
from tests.cast import make_person, make_province

NOON = datetime(2026, 11, 29, 5, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "subject"),
    [
        (timedelta(hours=-2, minutes=-5), "Đồng hồ của máy chủ vừa lùi 2 giờ 5 phút"),
        (timedelta(days=1), "Đồng hồ của máy chủ vừa tiến 1 ngày"),
    ],
)
def test_every_officer_of_the_desk_is_told_once_whoever_saw_it(by: timedelta, subject: str) -> None:
    house = make_province()
    officers = [make_person(Role.PROVINCIAL_OFFICER, house.health) for _ in range(2)]
    make_person(Role.COMMUNE_LEADER, house.son_ha)

    for _ in range(2):  # two workers
        take_in(Jump(NOON, NOON + by))

    told = Notice.objects.filter(subject=subject)
    assert sorted(told.values_list("person_id", flat=True)) == sorted(str(o.pk) for o in officers)
    body = Outbox.objects.filter(subject=subject)[0].body
    assert body.startswith("Lúc lẽ ra là 12:00 29/11/2026, đồng hồ của máy chủ chỉ ")


def test_a_span_is_told_in_its_two_largest_parts() -> None:
    spans = (
        timedelta(seconds=61),
        timedelta(hours=2, minutes=5, seconds=9),
        timedelta(days=3, minutes=4),
        timedelta(seconds=59),
    )
    words = ["1 phút", "2 giờ 5 phút", "3 ngày 4 phút", "1 phút"]
    assert [span_words(one) for one in spans] == words
