"""Counters reach the platform exactly once, whatever breaks on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mangnon.gateway.link import outgoing
from mangnon.gateway.link.outgoing import Outgoing

NOON = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


class Counting:
    """The file that the filter's processes count into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(
                "create table counted (minute text, who text, category text, answers integer,"
                " primary key (minute, who, category)) without rowid"
            )

    def add(self, minute: str, who: str, category: str, answers: int) -> None:
        with closing(sqlite3.connect(self.path)) as file, file:
            file.execute(
                "insert into counted values (?, ?, ?, ?)"
                " on conflict do update set answers = answers + excluded.answers",
                (minute, who, category, answers),
            )

    def rows(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as file:
            return [minute for (minute,) in file.execute("select minute from counted")]


@pytest.fixture
def counting(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "counters.sqlite")


@pytest.fixture
def link(tmp_path: Path, counting: Counting) -> Outgoing:
    return Outgoing(counting.path, tmp_path / "state")


def test_a_filter_that_does_not_count_sends_nothing(tmp_path: Path) -> None:
    assert Outgoing(tmp_path / "none.sqlite", tmp_path).next(NOON) is None


def test_what_was_counted_is_sent_once(link: Outgoing, counting: Counting) -> None:
    counting.add("2026-11-27T04:58Z", "thcs", "games", 3)
    counting.add("2026-11-27T04:58Z", "thcs", "", 40)

    batch = link.next(NOON)
    assert batch is not None
    assert batch.counted == (
        ("2026-11-27T04:58Z", "thcs", "", 40),
        ("2026-11-27T04:58Z", "thcs", "games", 3),
    )
    link.taken(batch.ident)
    assert link.next(NOON) is None


def test_until_it_is_taken_the_same_batch_is_sent_under_the_same_name(
    link: Outgoing, counting: Counting, tmp_path: Path
) -> None:
    counting.add("2026-11-27T04:58Z", "thcs", "games", 3)
    first = link.next(NOON)
    counting.add("2026-11-27T04:59Z", "thcs", "games", 1)

    after_kill = Outgoing(counting.path, tmp_path / "state")
    assert after_kill.next(NOON) == first
    assert first is not None
    after_kill.taken(first.ident)
    second = after_kill.next(NOON)
    assert second is not None
    assert second.counted == (("2026-11-27T04:59Z", "thcs", "games", 1),)
    assert second.ident != first.ident


def test_a_row_that_grows_later_is_sent_by_what_was_added(
    link: Outgoing, counting: Counting
) -> None:
    counting.add("2026-11-27T04:58Z", "thcs", "games", 3)
    first = link.next(NOON)
    assert first is not None
    link.taken(first.ident)
    counting.add("2026-11-27T04:58Z", "thcs", "games", 2)

    second = link.next(NOON)

    assert second is not None
    assert second.counted == (("2026-11-27T04:58Z", "thcs", "games", 2),)


def test_the_minute_that_is_counted_into_waits(link: Outgoing, counting: Counting) -> None:
    counting.add("2026-11-27T05:00Z", "thcs", "games", 3)

    assert link.next(NOON) is None
    assert link.next(NOON + timedelta(minutes=1)) is not None


def test_months_away_lose_nothing(
    link: Outgoing, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "MOST_ROWS", 7)
    for number in range(20):
        counting.add(f"2026-08-{number + 1:02}T04:00Z", "thcs", "games", number + 1)
    sent = []
    while (batch := link.next(NOON)) is not None:
        sent += [answers for *_, answers in batch.counted]
        link.taken(batch.ident)
    assert sent == list(range(1, 21))


def test_more_than_a_batch_while_the_link_runs_loses_nothing(
    link: Outgoing, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.add("2026-11-20T00:00Z", "thcs", "", 1)
    begun = link.next(NOON - timedelta(days=7))
    assert begun is not None
    monkeypatch.setattr(outgoing, "MOST_ROWS", 3)
    for number in range(10):
        counting.add(f"2026-11-2{number // 2 + 1}T0{number % 2}:00Z", "thcs", "games", 1)
    link.taken(begun.ident)  # the platform was away for a week

    sent = 0
    while (batch := link.next(NOON)) is not None:
        sent += len(batch.counted)
        link.taken(batch.ident)
    assert sent == 10


def test_a_clock_set_back_hides_nothing(link: Outgoing, counting: Counting) -> None:
    counting.add("2031-01-01T00:00Z", "thcs", "games", 3)
    first = link.next(datetime(2031, 1, 1, 0, 5, tzinfo=UTC))
    assert first is not None
    link.taken(first.ident)

    counting.add("2026-11-27T04:58Z", "thcs", "games", 2)
    second = link.next(NOON)

    assert second is not None
    assert second.counted == (("2026-11-27T04:58Z", "thcs", "games", 2),)


def test_what_was_sent_goes_after_five_weeks_and_is_not_sent_again(
    link: Outgoing, counting: Counting
) -> None:
    start = NOON - timedelta(days=60)
    for day in range(60):
        counting.add(f"{start + timedelta(days=day):%Y-%m-%d}T04:00Z", "thcs", "games", 1)
    batch = link.next(NOON)
    assert batch is not None
    link.taken(batch.ident)

    link.forget_old()

    assert len(counting.rows()) == 35
    assert link.next(NOON) is None


def test_what_could_not_be_sent_stays_400_days(link: Outgoing, counting: Counting) -> None:
    start = NOON - timedelta(days=450)
    for day in range(450):
        counting.add(f"{start + timedelta(days=day):%Y-%m-%d}T04:00Z", "thcs", "games", 1)

    link.forget_old()

    assert len(counting.rows()) == 400


def test_names_go_with_the_counters(link: Outgoing, counting: Counting) -> None:
    with closing(sqlite3.connect(counting.path)) as file, file:
        file.execute(
            "create table top (day text, who text, category text, name text, answers integer,"
            " primary key (day, who, category, name)) without rowid"
        )
        file.execute("insert into top values ('2026-11-27', 'thcs', 'games', 'game.example', 9)")

    batch = link.next(NOON)

    assert batch is not None
    assert batch.top == (("2026-11-27", "thcs", "games", "game.example", 9),)
    link.taken(batch.ident)
    assert link.next(NOON) is None
