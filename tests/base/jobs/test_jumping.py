"""The clock of the machine is set: it is noticed, recorded, and what it drives goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mangnon.base.audit.api import AuditRow
from mangnon.base.jobs import jumping
from mangnon.base.jobs.jumping import Jump, Read, Watch, take_in
from mangnon.base.jobs.models import Job, State
from mangnon.base.jobs.periodic import Periodic, Timetable
from mangnon.base.jobs.worker import Worker
from tests.base.jobs import sample_tasks

NOON = datetime(2026, 11, 29, 5, 0, tzinfo=UTC)


def watch_of(*reads: tuple[float, float] | None) -> Watch:
    """Reads of (seconds on the wall, seconds of the steady clock) after noon."""
    given: Iterator[Read | None] = iter(
        one and Read(NOON + timedelta(seconds=one[0]), one[1]) for one in reads
    )
    return Watch(lambda: next(given))


def test_clocks_that_go_on_together_are_no_jump_and_a_slow_correction_is_none() -> None:
    watch = watch_of((0, 100), (10, 110), (3610, 3710), (3620.2, 3720))
    assert [watch.look() for _ in range(3)] == [None, None, None]


@pytest.mark.parametrize(("wall", "by"), [(-7190, -7200), (86410, 86400), (70, 60), (-50, -60)])
def test_a_wall_that_was_set_is_a_jump_told_once(wall: float, by: float) -> None:
    watch = watch_of((0, 100), (wall, 110), (wall + 10, 120))
    jump = watch.look()
    assert jump == Jump(NOON + timedelta(seconds=10), NOON + timedelta(seconds=wall))
    assert jump.by == timedelta(seconds=by)
    assert watch.look() is None


def test_a_process_that_stood_still_between_two_reads_says_nothing() -> None:
    watch = watch_of((0, 100), None, (7200, 7300))
    assert [watch.look(), watch.look()] == [None, None]


def test_both_clocks_of_this_machine_can_be_read() -> None:
    watch = Watch()
    assert [watch.look() for _ in range(3)] == [None] * 3


@pytest.mark.django_db
def test_it_is_recorded_and_whoever_listens_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Jump] = []
    monkeypatch.setattr(jumping, "_listeners", [heard.append])
    jump = Jump(NOON, NOON - timedelta(hours=2))

    take_in(jump)

    assert heard == [jump]
    row = AuditRow.objects.get(what="clock.jumped")
    assert row.facts == {
        "seconds": -7200,
        "from": "2026-11-29T05:00:00+00:00",
        "to": "2026-11-29T03:00:00+00:00",
    }


@pytest.mark.django_db
def test_what_comes_every_minute_comes_again_after_the_clock_went_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Slots are minutes on the wall: without this nobody would look at a clock for two hours."""
    monkeypatch.setattr(jumping, "_listeners", [])
    task = sample_tasks.greet
    table = Timetable({"tests.every": Periodic(task, timedelta(minutes=1), None)})
    for minute in (0, 1, 2):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            table.enqueue_due(NOON + timedelta(minutes=minute))
    Job.objects.update(state=State.DONE)
    back = NOON + timedelta(minutes=1)
    with time_machine.travel(back, tick=False):
        table.enqueue_due(back)
        assert Job.objects.filter(state=State.WAITING).count() == 0
        take_in(Jump(NOON + timedelta(minutes=3), back - timedelta(seconds=30)))
        Timetable({"tests.every": Periodic(task, timedelta(minutes=1), None)}).enqueue_due(back)
    waiting = Job.objects.get(state=State.WAITING)
    assert waiting.slot == f"tests.every@{int(back.timestamp() // 60)}"


@pytest.mark.django_db
def test_what_waits_in_the_queue_waits_no_longer_for_a_minute_to_come_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jumping, "_listeners", [])
    now, later = NOON - timedelta(hours=2), NOON + timedelta(days=1)
    ready = Job.objects.create(task="x", run_after=NOON, enqueued_at=NOON)
    put_off = Job.objects.create(task="x", run_after=later, enqueued_at=NOON)
    older = Job.objects.create(task="x", run_after=NOON, enqueued_at=now - timedelta(hours=1))

    take_in(Jump(NOON, now))

    told = dict(Job.objects.values_list("pk", "run_after"))
    assert told == {ready.pk: now, put_off.pk: later, older.pk: NOON}


@pytest.mark.django_db(transaction=True)
def test_a_worker_notices_it_beside_its_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jumping, "_listeners", [])
    worker = Worker()
    monkeypatch.setattr(worker, "_watch", watch_of((0, 100), (7210, 110)))
    worker._gone.set()  # one beat

    worker._beat()

    assert AuditRow.objects.get(what="clock.jumped").facts["seconds"] == 7200
