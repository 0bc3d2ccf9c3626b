"""An ask of a pupil becomes a request, counted and told to the right ones; nobody knows whose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mangnon.gateway.actions.allowing import allow, refuse
from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.models import Ask, UnblockRequest
from mangnon.kit import clock
from tests.gateway.asking.conftest import ask, asked
from tests.gateway.cast import Cast


def states(cast: Cast) -> list[tuple[str, str, str, int]]:
    rows = UnblockRequest.objects.order_by("name", "first_at")
    return [(row.name, row.letter, row.state, row.times) for row in rows]


def test_what_a_teacher_may_open_waits_at_the_school_the_rest_goes_up(cast: Cast) -> None:
    games, adult = ask("tro-choi.example", "games"), ask("nguoi-lon.example", "adult")

    assert take_asks(cast.site, [games, adult]) == [games["id"], adult["id"]]

    assert states(cast) == [
        ("nguoi-lon.example", "X", "passed_up", 1),
        ("tro-choi.example", "A", "waiting", 1),
    ]
    up = UnblockRequest.objects.get(letter="X")
    assert up.passed_at is not None
    assert up.passed_by is None


def test_thirty_pupils_make_one_request_and_a_repeated_report_makes_none(cast: Cast) -> None:
    class_of_30 = [ask() for _ in range(30)]
    take_asks(cast.site, class_of_30)
    take_asks(cast.site, class_of_30)
    take_asks(cast.site, [ask("TRO-CHOI.example."), ask(group="thpt")])

    assert states(cast) == [
        ("tro-choi.example", "A", "waiting", 31),
        ("tro-choi.example", "A", "waiting", 1),
    ]
    assert Ask.objects.count() == 32


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "không phải tên"},
        {"name": "10.0.0.1"},
        {"name": "vn"},
        {"name": "edu.vn"},
        {"group": "lop-6a"},
        {"at": "hôm qua"},
        {"at": "2026-01-01T10:00"},
        {"id": "1"},
        {"category": "child-abuse"},
        {"category": "ordered"},
    ],
)
def test_a_bad_ask_and_one_for_the_unlawful_make_no_request_but_are_let_go(
    cast: Cast, bad: dict[str, str]
) -> None:
    wrong, good = ask(**bad), ask("dien-dan.example", "forums")
    assert take_asks(cast.site, [wrong, good]) == [wrong["id"], good["id"]]
    assert states(cast) == [("dien-dan.example", "A", "waiting", 1)]


def test_a_no_holds_for_the_day(cast: Cast) -> None:
    request = asked(cast)
    refuse(by=cast.teacher, request=request, why="Để giờ ra chơi nhé.")
    take_asks(cast.site, [ask()])
    assert states(cast) == [("tro-choi.example", "A", "refused", 2)]

    yesterday = clock.now() - timedelta(days=1, minutes=5)
    UnblockRequest.objects.update(answered_at=yesterday)
    take_asks(cast.site, [ask()])
    assert states(cast) == [
        ("tro-choi.example", "A", "refused", 2),
        ("tro-choi.example", "A", "waiting", 1),
    ]


def test_who_asks_while_it_is_being_opened_makes_no_new_request(cast: Cast) -> None:
    request = asked(cast)
    allow(by=cast.teacher, request=request, until=clock.now() + timedelta(minutes=45))
    take_asks(cast.site, [ask()])
    assert states(cast) == [("tro-choi.example", "A", "allowed", 2)]


def test_the_own_list_of_a_school_is_the_schools_to_open(cast: Cast) -> None:
    school, root = cast.site.unit, cast.house.root
    for by, unit, name in (
        (cast.principal, school, "video.example"),
        (cast.officer, root, "xau.example"),
    ):
        set_rules(by=by, unit=unit, group="", wishes=[Wish("block", [name], "giờ học")])
    take_asks(cast.site, [ask("a.video.example", "own"), ask("xau.example", "own")])

    assert states(cast) == [
        ("a.video.example", "A", "waiting", 1),
        ("xau.example", "X", "passed_up", 1),
    ]
