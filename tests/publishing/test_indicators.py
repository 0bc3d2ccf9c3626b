"""What letters are told of posts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mangnon.directives.api import Asked
from mangnon.kit import clock
from mangnon.publishing import indicators
from mangnon.publishing.actions import recalling, working
from mangnon.publishing.actions.measuring import measure_reach
from mangnon.publishing.actions.scheduling import Written, schedule
from tests.publishing.cast import make_stage
from tests.publishing.counting import notice_board

pytestmark = pytest.mark.django_db


def test_posts_units_and_reach_are_those_of_the_units_asked_within_the_span() -> None:
    stage = make_stage()
    today, units = clock.today(), {stage.house.health.pk, stage.house.son_ha.pk}
    asked = Asked(1, frozenset(units), today, today)
    yesterday = Asked(1, frozenset(units), today - timedelta(2), today - timedelta(1))
    others = Asked(1, frozenset({stage.house.son_ha.pk}), today, today)
    with notice_board():
        for product in (stage.article, stage.carousel):
            written = Written(channel="board", title="Giữ kín thông tin riêng")
            post = schedule(product=product, by=stage.editor, written=written)
            working.work(post.pk, clock.now())
        measure_reach()
        recalling.recall_everywhere(product=stage.article, by=stage.officer, reason="Sai số")

    assert indicators.posts_published(asked).value == 2
    assert indicators.posts_published(yesterday).value == 0
    assert indicators.posts_published(others).value == 0
    shared = indicators.units_that_published(asked)
    assert (shared.value, shared.of) == (Decimal(1), Decimal(2))
    reach = indicators.reach(asked)
    assert (reach.value, reach.given_by) == (Decimal(82), 2)
    assert indicators.reach(others).given_by == 0
