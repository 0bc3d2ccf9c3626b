"""A proposed table, tried on counters that are known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.models import Gateway, Setting
from mangnon.gateway.queries.simulating import Moved, compared, simulated
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse

WEEK = [
    ("", 1000),
    ("games", 40),
    ("+games", 7),
    ("+video", 300),
    ("own", 5),
    ("dv:tiktok", 9),
    ("ordered", 2),
    ("=games", 3),
    ("?adult", 1),
    ("social", 60),
]


def test_what_a_letter_turns_and_what_it_does_not() -> None:
    today = {"games": "A", "video": "O", "social": "X"}
    tried = {"games": "O", "video": "X", "social": "X"}

    found = compared(WEEK, today, tried, 1)

    assert found.moved == (
        Moved("games", "trò chơi", "A", "O", 40, 7, 40, 0),
        Moved("video", "trang xem video", "O", "X", 0, 300, 0, 300),
    )
    assert (found.to_open, found.to_block) == (40, 300)
    assert (found.asked, found.unknown, found.beside) == (1427, 1000, 20)


def test_a_letter_for_teachers_blocks_what_was_open() -> None:
    found = compared(WEEK, {"video": "O"}, {"video": "A"}, 1)

    assert (found.to_open, found.to_block) == (0, 300)


@pytest.fixture
def counted(cast: Cast) -> Cast:
    machine = Gateway.objects.create(site=cast.site, name="may-1", token_hash="x")
    now = clock.now()
    rows = []
    for at, answers in ((now - timedelta(days=2), 10), (now - timedelta(days=9), 500)):
        minute = f"{at:%Y-%m-%dT%H:%MZ}"
        rows += [(minute, "thcs", "games", answers), (minute, "staff", "games", 4)]
    timestore.add(machine.pk, cast.site.pk, rows, [], f"thử-{now.timestamp()}")
    return cast


def test_only_the_last_week_of_the_group_counts(counted: Cast) -> None:
    found = simulated(counted.school, "thcs", {"games": "O"})

    assert (found.to_open, found.asked, found.sites) == (10, 10, 1)


def test_the_trial_is_shown_and_changes_nothing(counted: Cast, browse: Browse) -> None:
    set_rules(by=counted.keeper, unit=counted.school, group="", wishes=[Wish("category:ai", "X")])
    asked = {"nhom": "thcs", "thu": "1", "r-category-games": "O"}

    page = browse(counted.keeper).get(reverse("filters_simulate"), asked).content.decode()

    assert "<strong>10</strong>câu trả lời từ chặn thành mở" in page
    assert "Con số này không biết được gì?" in page
    assert Setting.objects.count() == 1


def test_the_province_tries_on_all_its_schools(counted: Cast) -> None:
    assert simulated(counted.province, "thcs", {"games": "O"}).to_open == 10
