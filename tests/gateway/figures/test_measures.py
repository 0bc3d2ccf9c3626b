"""What letters are told of the filters, in two queries each."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from mangnon.directives import api as directives
from mangnon.gateway import measures
from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.choices import AskState
from mangnon.gateway.models import Gateway, Site, UnblockRequest
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Unit
from tests.gateway.asking.conftest import ask
from tests.gateway.cast import Cast


def asked(*units: Unit, days: int = 30) -> directives.Asked:
    today = clock.today()
    ids = frozenset(unit.pk for unit in units)
    return directives.Asked(1, ids, today - timedelta(days=days), today)


def seen(cast: Cast, **ago: int) -> None:
    Gateway.objects.update(seen_at=clock.now() - timedelta(**ago))


def test_the_indicators_are_known_to_letters_and_one_is_proposed_for_technical_work() -> None:
    known = {each.name: each.words for each in directives.indicators()}
    assert known["gateway.schools_filtering"] == "Số trường có bộ lọc đang hoạt động"
    assert known["gateway.blocked"] == "Số lượt truy cập bị bộ lọc chặn"
    assert "gateway.requests_answered" in known


def test_a_school_filters_when_its_filter_spoke_within_a_day(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    school, commune = cast.site.unit, cast.house.son_ha
    seen(cast, hours=23)
    with django_assert_num_queries(1):
        measured = measures.schools_filtering(asked(school))
    assert (measured.value, measured.of) == (1, 1)
    # The commune answers for its three schools, the department of education for all four.
    assert measures.schools_filtering(asked(commune)).of == 3
    assert measures.schools_filtering(asked(cast.house.education)).of == 4
    assert measures.schools_filtering(asked(school, commune)).of == 3

    second = Site.objects.create(unit=school, name="Điểm lẻ", fallback_group="thcs")
    Gateway.objects.create(site=second, name="2", token_hash="b" * 64, seen_at=clock.now())
    assert measures.schools_filtering(asked(commune)).value == 1

    Gateway.objects.update(revoked_at=clock.now())
    assert measures.schools_filtering(asked(commune)).value == 0
    Gateway.objects.update(revoked_at=None)
    seen(cast, hours=25)
    assert measures.schools_filtering(asked(commune)).value == 0


def test_blocked_answers_of_the_span_with_the_largest_categories(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    now = clock.now()
    minute = f"{now:%Y-%m-%dT%H:%MZ}"
    before = f"{now - timedelta(days=40):%Y-%m-%dT%H:%MZ}"
    rows = [
        (minute, "thcs", "", 900),
        (minute, "thcs", "games", 1200),
        (minute, "thcs", "dv:tiktok", 40),
        (minute, "thcs", "adult", 7),
        (minute, "staff", "+games", 60),
        (before, "thcs", "games", 99),
    ]
    timestore.add(cast.gateway.pk, cast.site.pk, rows, [], "b-1")
    timestore.add(uuid4(), cast.site.pk + 1000, rows, [], "b-1")

    with django_assert_num_queries(1):
        measured = measures.blocked(asked(cast.house.son_ha))

    assert (measured.value, measured.given_by) == (1247, 1)
    assert measured.note == "nhiều nhất: trò chơi 1.200, TikTok 40, nội dung người lớn 7"
    nothing = measures.blocked(asked(cast.house.nghia_lo))
    assert (nothing.value, nothing.given_by) == (Decimal(0), 0)


def test_a_store_that_does_not_answer_is_said_not_counted_as_nought(
    cast: Cast, settings: Any
) -> None:
    settings.COUNTERS_URL = "clickhouse://ai@127.0.0.1:9/counters"
    measured = measures.blocked(asked(cast.site.unit))
    assert measured.given_by == 0
    assert measured.note.startswith("Không nối được tới kho số đếm")


@pytest.mark.parametrize(
    ("first", "answered", "counts"),
    [
        (date(2026, 3, 13), date(2026, 3, 13), (1, 1)),  # Friday, the same day
        (date(2026, 3, 13), date(2026, 3, 16), (1, 1)),  # the next working day is Monday
        (date(2026, 3, 13), date(2026, 3, 17), (0, 1)),
        (date(2026, 3, 13), None, (0, 1)),  # not answered on Thursday yet
        (date(2026, 3, 18), None, (0, 0)),  # asked yesterday: it still has today
    ],
)
def test_a_request_is_answered_in_time_within_one_working_day(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    first: date,
    answered: date | None,
    counts: tuple[int, int],
) -> None:
    take_asks(cast.site, [ask()])
    nine = timedelta(hours=9)
    UnblockRequest.objects.update(
        first_at=clock.start_of(first) + nine,
        answered_at=clock.start_of(answered) + nine if answered else None,
        state=AskState.ALLOWED if answered else AskState.WAITING,
    )
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 19))  # a Thursday
    with django_assert_num_queries(2):
        measured = measures.answered_in_time(asked(cast.house.son_ha))
    assert (measured.value, measured.of) == counts
