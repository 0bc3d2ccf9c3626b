"""What filters counted goes in once and comes out as charts want it, from either engine."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from mangnon.gateway.timestore.rows import RawCount, RawTop
from mangnon.gateway.timestore.store import (
    AtHour,
    Counted,
    Named,
    OfSite,
    Point,
    Store,
    Totals,
    totals_of,
)

# ClickHouse forgets by its own clock, so the tests live in these days: yesterday, 16:30 in Vietnam.
TODAY = datetime.now(UTC).date() - timedelta(days=1)
DAY, BEFORE = f"{TODAY}", f"{TODAY - timedelta(days=1)}"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(TODAY, time(hour, minute), UTC)


NOW = at(9, 30)
SINCE, UNTIL = NOW - timedelta(days=7), NOW + timedelta(days=1)
FIRST, LAST = TODAY - timedelta(days=20), TODAY + timedelta(days=1)
NO_TOP: list[RawTop] = []

# A lesson of the lower secondary at 16:20 and 16:21; the staff in the next hour.
REPORT: list[RawCount] = [
    (f"{DAY}T09:20Z", "thcs", "", 40),
    (f"{DAY}T09:20Z", "thcs", "games", 7),
    (f"{DAY}T09:21Z", "thcs", "games", 3),
    (f"{DAY}T09:21Z", "thcs", "=games", 5),
    (f"{DAY}T10:05Z", "staff", "+games", 2),
    (f"{DAY}T10:05Z", "staff", "?adult", 1),
]


def test_a_report_becomes_sums_by_group_and_word(store: Store) -> None:
    store.add("m-1", 1, REPORT, NO_TOP, "b-1", NOW)

    assert store.by_category(None, SINCE, UNTIL) == [
        Counted("staff", "+games", 2),
        Counted("staff", "?adult", 1),
        Counted("thcs", "", 40),
        Counted("thcs", "=games", 5),
        Counted("thcs", "games", 10),
    ]
    assert totals_of(store.by_category(None, SINCE, UNTIL)) == Totals(
        asked=58, blocked=10, allowed=5, flagged=1, listed=2
    )


def test_a_report_sent_again_counts_once(store: Store) -> None:
    store.add("m-1", 1, REPORT, NO_TOP, "b-1", NOW)
    store.add("m-1", 1, REPORT, NO_TOP, "b-1", NOW + timedelta(minutes=3))
    assert totals_of(store.by_category(None, SINCE, UNTIL)).asked == 58

    store.add("m-1", 1, REPORT[:1], NO_TOP, "b-2", NOW)  # the minute goes on in a new report
    store.add("m-2", 1, REPORT[:1], NO_TOP, "b-1", NOW)  # another filter numbers its own
    assert totals_of(store.by_category(None, SINCE, UNTIL)).asked == 138


def test_the_hours_and_days_are_those_of_vietnam(store: Store) -> None:
    late: list[RawCount] = [
        (f"{BEFORE}T17:10Z", "thpt", "social", 4)
    ]  # 00:10 of the day in Vietnam
    store.add("m-1", 1, [*REPORT, *late], NO_TOP, "b-1", NOW)

    assert store.by_hour(None, SINCE, UNTIL) == [
        AtHour(TODAY, 0, 4, 4),
        AtHour(TODAY, 16, 55, 10),
        AtHour(TODAY, 17, 3, 0),
    ]
    midnight = at(17) - timedelta(days=1)
    assert store.series(None, SINCE, UNTIL) == [Point(midnight, 62, 14)]
    assert store.series(None, SINCE, UNTIL, "hour")[1] == Point(at(9), 55, 10)
    assert store.series(None, SINCE, UNTIL, "minute")[1:3] == [
        Point(at(9, 20), 47, 7),
        Point(at(9, 21), 8, 3),
    ]


def test_a_span_begins_with_its_hour_and_ends_before_its_end(store: Store) -> None:
    store.add("m-1", 1, REPORT, NO_TOP, "b-1", NOW)
    nine, ten = at(9), at(10)
    assert totals_of(store.by_category(None, nine, ten)).asked == 55
    assert totals_of(store.by_category(None, ten, UNTIL)).asked == 3


def test_sites_are_counted_apart(store: Store) -> None:
    store.add("m-1", 1, REPORT[:2], NO_TOP, "b-1", NOW)
    store.add("m-2", 2, REPORT[1:3], NO_TOP, "b-1", NOW)

    assert store.by_site(None, SINCE, UNTIL) == [OfSite(1, 47, 7), OfSite(2, 10, 10)]
    assert store.by_site([2], SINCE, UNTIL) == [OfSite(2, 10, 10)]
    assert store.by_category([], SINCE, UNTIL) == []
    assert store.by_category([7], SINCE, UNTIL) == []


def test_names_are_told_for_the_day(store: Store) -> None:
    store.add("m-1", 1, [], [(DAY, "thcs", "games", "tro-choi.example", 12)], "b-1", NOW)
    store.add("m-1", 1, [], [(DAY, "thcs", "games", "tro-choi.example", 8)], "b-2", NOW)
    store.add("m-2", 2, [], [(DAY, "thpt", "games", "tro-choi.example", 5)], "b-1", NOW)
    store.add("m-2", 2, [], [(DAY, "thpt", "?adult", "la-la.example", 9)], "b-2", NOW)

    whole = store.top_names(None, FIRST, LAST)
    assert whole == [
        Named("tro-choi.example", "games", 25),
        Named("la-la.example", "?adult", 9),
    ]
    assert store.top_names([2], FIRST, LAST, most=1) == [Named("la-la.example", "?adult", 9)]
    assert store.top_names(None, FIRST, TODAY) == []


def test_what_cannot_be_true_is_left_out_and_counted(store: Store) -> None:
    bad: list[RawCount] = [
        (f"{DAY} 09:20", "thcs", "games", 7),
        (f"{TODAY + timedelta(days=3)}T09:20Z", "thcs", "games", 7),  # a clock that is days ahead
        ("2024-01-01T09:20Z", "thcs", "games", 7),  # older than anything that is kept
        (f"{DAY}T09:20Z", "Lớp 6A", "games", 7),
        (f"{DAY}T09:20Z", "thcs", "<b>", 7),
        (f"{DAY}T09:20Z", "thcs", "games", 0),
        (f"{DAY}T09:20Z", "thcs", "games", -5),
    ]
    names: list[RawTop] = [
        (DAY, "thcs", "games", "không phải tên", 6),
        ("16/03/2026", "thcs", "games", "tro-choi.example", 6),
    ]
    assert store.add("m-1", 1, [*bad, REPORT[1]], names, "b-1", NOW) == 9
    assert store.by_category(None, SINCE, UNTIL) == [Counted("thcs", "games", 7)]
    assert store.top_names(None, FIRST, LAST) == []
