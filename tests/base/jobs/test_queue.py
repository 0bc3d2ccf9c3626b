"""The queue without processes: what is enqueued, run, tried again and given up."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django_tasks import default_task_backend
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from mangnon.base.audit.api import rows_about
from mangnon.base.jobs.actions import claim, fail, pause_after, succeed
from mangnon.base.jobs.api import (
    JobRefused,
    Progress,
    State,
    counts_by_state,
    enqueue_many,
    once,
    progress_of,
    report_progress,
    retry,
    run_due,
)
from mangnon.base.jobs.models import Effect, Job
from mangnon.base.jobs.periodic import Periodic, Timetable, periodic
from mangnon.kit import clock
from tests.base.jobs import sample_tasks

pytestmark = pytest.mark.django_db
OWNER = SimpleNamespace(pk="owner")
MINUTE = timedelta(minutes=1)


def all_due() -> int:
    """Run everything, however long it would have to wait."""
    ran = 0
    while Job.objects.filter(state=State.WAITING).update(run_after=clock.now() - MINUTE):
        ran += run_due()
    return ran


def test_a_job_runs_and_its_result_can_be_asked_for():
    result = sample_tasks.greet.enqueue("Hrê")
    assert result.status == TaskResultStatus.READY
    assert run_due() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "hello Hrê")
    assert result.attempts == 1


def test_a_job_is_not_there_when_its_transaction_falls():
    with transaction.atomic():
        sample_tasks.greet.enqueue("nobody")
        transaction.set_rollback(True)
    assert run_due() == 0


def test_a_lost_result_is_said_to_be_lost():
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result("nothing")


def test_a_job_waits_for_its_time_and_the_urgent_goes_first():
    sample_tasks.greet.using(run_after=clock.now() + MINUTE).enqueue("later")
    sample_tasks.greet.enqueue("second")
    sample_tasks.greet.using(priority=50).enqueue("first")
    assert run_due() == 2
    done = Job.objects.filter(state=State.DONE).order_by("finished_at")
    assert [job.args for job in done] == [["first"], ["second"]]


def test_a_job_is_tried_again_and_then_given_up():
    sample_tasks.stumble.enqueue()
    assert run_due() == 1
    job = Job.objects.get()
    assert (job.state, job.attempts) == (State.WAITING, 1)
    assert job.run_after > clock.now()
    assert all_due() == 2
    job.refresh_from_db()
    assert (job.state, job.attempts, len(job.errors)) == (State.DEAD, 3, 3)
    assert job.last_error == "ValueError: a stone on the road"


def test_a_job_that_recovers_is_done():
    result = sample_tasks.recover.enqueue()
    run_due()
    all_due()
    result.refresh()
    assert (result.return_value, len(result.errors)) == ("recovered", 2)


def test_a_job_given_up_is_put_back_by_a_person():
    sample_tasks.stumble.enqueue()
    run_due()
    all_due()
    job = Job.objects.get()
    retry(job_id=job.pk, by=OWNER)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    assert [row.what for row in rows_about(("jobs.job", job.pk))] == ["job.retried"]
    with pytest.raises(JobRefused, match="không còn nằm trong danh sách"):
        retry(job_id=job.pk, by=OWNER)


def test_a_task_that_is_gone_is_given_up_at_once():
    Job.objects.create(task="mangnon.base.jobs.nowhere.task", retries=5)
    run_due()
    assert Job.objects.get().state == State.DEAD


def test_a_result_that_is_not_json_is_an_error_of_the_job():
    sample_tasks.return_nonsense.enqueue()
    run_due()
    assert Job.objects.get().last_error == "TypeError: Unsupported type: <class 'object'>"


def test_the_context_tells_the_attempt():
    result = sample_tasks.tell_attempt.enqueue()
    run_due()
    result.refresh()
    assert result.return_value == 1


def test_a_worker_that_lost_its_lease_changes_nothing():
    sample_tasks.greet.enqueue("once")
    now = clock.now()
    slow = claim(worker="slow", lease=MINUTE, now=now)
    quick = claim(worker="quick", lease=MINUTE, now=now + 2 * MINUTE)
    assert slow is not None
    assert quick is not None
    assert quick.pk == slow.pk
    assert succeed(slow, None, now=now) is False
    assert fail(slow, ValueError(), now=now) is False
    assert succeed(quick, None, now=now) is True


def test_pauses_grow_to_an_hour():
    seconds = [pause_after(attempts).total_seconds() for attempts in (1, 2, 5, 50)]
    for real, wanted in zip(seconds, (5, 10, 80, 3600), strict=True):
        assert wanted * 0.75 <= real <= wanted * 1.25


def test_once_is_true_once():
    with transaction.atomic():
        assert [once("letter-7"), once("letter-7"), once("letter-8")] == [True, False, True]
    with transaction.atomic():
        once("letter-9")
        transaction.set_rollback(True)
    assert not Effect.objects.filter(key="letter-9").exists()


@pytest.mark.django_db(transaction=True)
def test_once_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="transaction of its effect"):
        once("letter-7")


def test_many_jobs_are_one_write(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert enqueue_many(sample_tasks.greet, [(str(n),) for n in range(500)]) == 500
    assert counts_by_state()[State.WAITING] == 500


def test_progress_can_be_seen():
    result = sample_tasks.count_to.enqueue(3)
    assert progress_of(result.id) == Progress(State.WAITING, 0, None, "")
    run_due()
    assert progress_of(result.id) == Progress(State.DONE, 3, 3, "đang đếm")
    assert progress_of("nothing") is None
    report_progress(1, 2)  # outside a job: nobody to tell


def test_a_daily_slot_begins_at_its_hour_in_vietnam():
    daily = Periodic(sample_tasks.greet, None, time(7, 0))
    assert daily.slot(datetime(2026, 11, 22, 23, 59, tzinfo=UTC)) == "2026-11-22"
    assert daily.slot(datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == "2026-11-23"


def test_a_slot_is_enqueued_once_by_any_number_of_timetables():
    known = {"greet": Periodic(sample_tasks.greet, timedelta(minutes=5), None)}
    with time_machine.travel("2026-11-23T01:00:00Z") as traveller:
        first, second = Timetable(known), Timetable(known)
        for timetable in (first, second, first):
            timetable.enqueue_due(clock.now())
        assert Job.objects.count() == 1
        traveller.shift(timedelta(minutes=5))
        second.enqueue_due(clock.now())
        first.enqueue_due(clock.now())
    assert Job.objects.count() == 2


def test_a_rhythm_is_one_of_two():
    with pytest.raises(ValueError, match="either"):
        periodic(every=MINUTE, daily_at="07:00")
