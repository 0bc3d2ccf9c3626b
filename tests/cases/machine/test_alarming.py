"""Alarms: each mark of each clock is told once, to whom it concerns, whatever happens between."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice, Outbox
from mangnon.cases.actions import alarming
from mangnon.cases.actions.alarming import due_now, review_clocks
from mangnon.cases.actions.running import count_anew, start_clocks, stop_clocks, void_clocks
from mangnon.cases.clocks import alarms
from mangnon.cases.machine.facts import Start
from mangnon.cases.models import Case, Deadline
from mangnon.directives.api import DaysOff
from mangnon.directives.models import Holiday
from mangnon.kit.clock import VIETNAM
from mangnon.reports.models import Barred
from tests.cases.machine.cast import Cast

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(deadline: Deadline) -> Counter[str]:
    """How many were told at each mark of a clock."""
    keys = Notice.objects.filter(key__contains=f":clock:{deadline.pk}:")
    return Counter(key.split(":")[4] for key in keys.values_list("key", flat=True))


def emergency(case: Case) -> Deadline:
    return case.deadlines.get(rule="emergency_12h")


def only(case: Case, rule: str) -> Deadline:
    """Only this clock of the case runs."""
    case.deadlines.exclude(rule=rule).delete()
    return case.deadlines.get(rule=rule)


def test_each_mark_is_told_within_the_minute_and_once(cast: Cast) -> None:
    cast.taken()
    row, heads = only(cast.case, "emergency_12h"), []
    Notice.objects.all().delete()
    now = row.started_at
    while now <= row.due_at + 3 * MINUTE:
        if review_clocks(now):
            heads.append((now - row.started_at) // MINUTE)
        now += MINUTE
    assert heads == [360, 540, 648, 720]
    # the worker; with the chair; with the receiving desk; the province's desk is that desk here
    assert told(row) == {"50": 1, "75": 2, "90": 3, "100": 3}
    row.refresh_from_db()
    assert (row.state, row.alarmed, row.level) == ("breached", 100, 3)
    assert [one.what for one in rows_about(cast.case)].count("case.clock_broken") == 1


def test_after_a_night_without_a_worker_the_highest_mark_is_told(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    Notice.objects.all().delete()
    assert review_clocks(row.started_at + timedelta(hours=11)) == 1
    assert set(told(row)) == {"90"}
    assert review_clocks(row.started_at + timedelta(hours=11)) == 0


def test_a_clock_that_jumps_back_and_forth_tells_nothing_twice(cast: Cast) -> None:
    row, start = only(cast.case, "emergency_12h"), emergency(cast.case).started_at
    hours = (7, 1, 7, 10, 2, 13, -24, 12, 14, 400)
    heard = [review_clocks(start + timedelta(hours=hour)) for hour in hours]
    assert heard == [1, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    assert set(told(row)) == {"50", "75", "100"}


def test_two_workers_that_look_at_once_tell_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second reads the row before the first has written: its update finds nothing."""
    row = only(cast.case, "emergency_12h")
    now, real, nested = row.due_at, due_now, []

    def meanwhile(clock: Deadline, at: datetime, calendar: DaysOff) -> alarming.Due:
        if not nested:
            nested.append(True)
            nested.append(review_clocks(at))
        return real(clock, at, calendar)

    monkeypatch.setattr(alarming, "due_now", meanwhile)
    assert review_clocks(now) == 0
    assert nested == [True, 1]
    assert len(told(row)) == 1


def test_a_clock_ended_in_between_is_not_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row, real = only(cast.case, "emergency_12h"), due_now

    def meanwhile(clock: Deadline, at: datetime, calendar: DaysOff) -> alarming.Due:
        stop_clocks(cast.case, ["emergency_12h"], at)
        return real(clock, at, calendar)

    monkeypatch.setattr(alarming, "due_now", meanwhile)
    assert review_clocks(row.due_at - MINUTE) == 0
    assert told(row) == {}


def test_a_broken_clock_stays_broken(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    review_clocks(row.due_at)
    stop_clocks(cast.case, ["emergency_12h"], row.due_at + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("met_late", row.due_at + MINUTE)


def test_put_away_after_its_time_is_broken_too_though_nobody_was_told(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    void_clocks(cast.case, ["*"], row.due_at + MINUTE)
    row.refresh_from_db()
    assert (row.state, review_clocks(row.due_at + timedelta(days=1))) == ("breached", 0)


def test_the_last_moment_is_in_time(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    stop_clocks(cast.case, ["emergency_12h"], row.due_at)
    row.refresh_from_db()
    assert row.state == "met"


def test_the_twelve_hours_run_on_when_they_are_started_again(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    later = row.started_at + timedelta(hours=3)
    start_clocks(cast.case, [Start("emergency_12h", later)], later)
    assert cast.case.deadlines.get().due_at == row.due_at


def test_who_is_barred_hears_of_no_clock(cast: Cast) -> None:
    """The chair is accused after all: the province's desk is told in the chair's place."""
    cast.taken()
    row = only(cast.case, "emergency_12h")
    Barred.objects.create(report=cast.case.report, person=cast.chair)
    Outbox.objects.all().delete()
    review_clocks(row.due_at)
    assert set(Outbox.objects.values_list("to", flat=True)) == {
        cast.worker.email,
        cast.officer.email,
    }


def test_what_is_told_of_a_clock_is_its_moment(cast: Cast) -> None:
    row = only(cast.case, "emergency_12h")
    Deadline.objects.filter(pk=row.pk).update(
        due_at=datetime(2026, 12, 1, 15, 30, tzinfo=VIETNAM), next_alarm_at=row.started_at
    )
    Outbox.objects.all().delete()
    review_clocks(datetime(2026, 12, 1, 16, 0, tzinfo=VIETNAM))
    letter = Outbox.objects.get(to=cast.officer.email)
    assert letter.subject == f"Hồ sơ {cast.case.number}: đã quá hạn 15:30 01/12"
    assert "15:30 ngày 01/12/2026" in letter.body
    assert not any(word in letter.body.lower() for word in ("trẻ", "khẩn", "nguy cơ"))


def test_a_holiday_that_is_added_moves_the_clocks_that_count_working_days(cast: Cast) -> None:
    cast.case.deadlines.all().delete()
    start = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    start_clocks(cast.case, [Start("plan", start), Start("content", start)], start)
    assert (cast.case.deadlines.get(rule="plan").due_at, count_anew()) == (
        datetime(2026, 12, 1, tzinfo=VIETNAM),
        0,
    )
    Holiday.objects.create(on=date(2026, 11, 25), name="Nghỉ vì bão")
    assert (count_anew(), count_anew()) == (1, 0)
    row = cast.case.deadlines.get(rule="plan")
    assert row.due_at == datetime(2026, 12, 2, tzinfo=VIETNAM)
    assert cast.case.deadlines.get(rule="content").due_at == start + timedelta(hours=24)
    assert "case.clock_moved" in [one.what for one in rows_about(cast.case)]
    review_clocks(row.due_at)
    Holiday.objects.create(on=date(2026, 11, 26), name="Nghỉ vì bão")
    assert count_anew() == 0, "quá hạn rồi thì vẫn là quá hạn"


TET = DaysOff(off=frozenset(date(2027, 2, day) for day in range(5, 12)))


def test_many_clocks_over_tet_with_restarts_and_jumps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every clock is told at its end, each mark once, and within the minute while the worker runs.

    `bench/deadlines.py` does the same with ten thousand (`make soak ONLY=clocks`).
    """
    monkeypatch.setattr(alarming, "days_off", lambda: TET)
    monkeypatch.setattr("mangnon.cases.actions.running.days_off", lambda: TET)
    cast.case.deadlines.all().delete()
    start = datetime(2027, 2, 3, 8, 0, tzinfo=VIETNAM)
    for number in range(60):
        at = start + number * timedelta(minutes=123)
        rule = ("plan", "approval", "content", "service")[number % 4]
        until = at.date() + timedelta(days=number % 15) if rule == "service" else None
        name = f"{rule}:{number}"
        start_clocks(cast.case, [Start(name, at, until)], at)
    heard: list[tuple[int, int, datetime]] = []
    real = alarming._take

    def take(due: Any) -> bool:
        mine = real(due)
        if mine and due.mark is not None:
            heard.append((due.clock.pk, due.mark, now))
        return mine

    monkeypatch.setattr(alarming, "_take", take)
    now, end = start, start + timedelta(days=40)
    step = timedelta(hours=1)
    while now < end:
        review_clocks(now)
        now += step
        if now.day == 9 and now.hour == 3:  # the worker is away for five hours
            now += timedelta(hours=5)
        if now.day == 16 and now.hour == 9:  # the clock is set wrong and right
            review_clocks(now - timedelta(days=2))
    assert len(heard) == len({(pk, mark) for pk, mark, _ in heard})
    assert {pk for pk, mark, _ in heard if mark == 100} == set(
        Deadline.objects.values_list("pk", flat=True)
    )
    for row in Deadline.objects.all():
        moments = dict(alarms(row.rule, row.started_at, row.due_at, TET))
        for pk, mark, when in heard:
            if pk == row.pk and not (when.day == 9 and when.hour >= 8):
                assert timedelta(0) <= when - moments[mark] < step, (row, mark, when)
