"""Taking, finishing and giving up jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import connection, transaction
from django_tasks.utils import get_exception_traceback, get_module_path

from mangnon.base.audit.api import Actor, record
from mangnon.base.jobs.models import Effect, Job, State, Worker
from mangnon.kit import clock
from mangnon.kit.scrub import scrub

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
_ERRORS_KEPT, _TRACE_KEPT = 5, 4000
_chance = SystemRandom()


class JobRefused(Exception):
    """A job that cannot be run again; the words are fit for the screen."""


def claim(*, worker: str, lease: timedelta, now: datetime) -> Job | None:
    """Take the next due job for a worker until the lease runs out; None when there is none.

    SKIP LOCKED lets workers on PostgreSQL pass each other; on SQLite the IMMEDIATE transaction
    is the lock, and the look before it spares an idle worker from taking that lock.
    """
    if not Job.objects.due(now).exists():
        return None
    with transaction.atomic():
        job = Job.objects.due(now).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.state == State.RUNNING and job.attempts > job.retries:
            _bury_orphan(job, now)
            return None
        job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
        job.lease_until, job.last_attempted_at = now + lease, now
        job.started_at = job.started_at or now
        job.worker_ids = [*job.worker_ids, worker]
        job.save()
        return job


def _bury_orphan(job: Job, now: datetime) -> None:
    """A job whose workers die each time is given up like one that raises each time."""
    error = {
        "exception_class_path": "builtins.RuntimeError",
        "traceback": "Tiến trình xử lý bị dừng đột ngột mỗi lần chạy việc này.",
    }
    job.state, job.finished_at, job.lease_until = State.DEAD, now, None
    job.errors = [*job.errors, error]
    job.save()


def renew(*, job_id: str, worker: str, lease: timedelta, now: datetime) -> bool:
    """Hold on to the job that the worker is running. False when it is no longer its own."""
    held = Job.objects.filter(pk=job_id, worker=worker, state=State.RUNNING)
    return held.update(lease_until=now + lease) == 1


def succeed(job: Job, value: Any, *, now: datetime) -> bool:
    """Note that a job is done, with its result as JSON. False when the lease was lost."""
    return _finish(job, state=State.DONE, result=value, finished_at=now)


def fail(job: Job, wrong: BaseException, *, now: datetime, final: bool = False) -> bool:
    """Note an error and try again later, or give the job up after its last retry."""
    error = {
        "exception_class_path": get_module_path(type(wrong)),
        "traceback": scrub(get_exception_traceback(wrong)[-_TRACE_KEPT:]),
    }
    errors = [*job.errors, error][-_ERRORS_KEPT:]
    if final or job.attempts > job.retries:
        return _finish(job, state=State.DEAD, errors=errors, finished_at=now)
    later = now + pause_after(job.attempts)
    return _finish(job, state=State.WAITING, errors=errors, run_after=later)


def give_back(job: Job, *, now: datetime) -> bool:
    """Return a job that a stopping worker broke off; the attempt does not count."""
    return _finish(job, state=State.WAITING, attempts=job.attempts - 1, run_after=now)


def _finish(job: Job, **changes: Any) -> bool:
    held = Job.objects.filter(
        pk=job.pk, worker=job.worker, attempts=job.attempts, state=State.RUNNING
    )
    return held.update(lease_until=None, **changes) == 1


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … at most an hour; a quarter more or less, so that jobs do not crowd."""
    pause: timedelta = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    return pause * _chance.uniform(0.75, 1.25)


def once(key: str) -> bool:
    """True the first time, False ever after. Call it beside the effect, in its transaction.

    The note stands or falls with the effect, so that a job that runs twice has its effect once.
    A second worker with the same key waits here until the first has committed or rolled back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("once() belongs in the transaction of its effect")
    _, first = Effect.objects.get_or_create(key=key)
    return bool(first)


@transaction.atomic
def retry(*, job_id: str, by: Actor) -> None:
    """Put a job that was given up back into the queue. Raises JobRefused when it is not dead."""
    back = Job.objects.filter(pk=job_id, state=State.DEAD).update(
        state=State.WAITING, attempts=0, run_after=clock.now(), finished_at=None
    )
    if back != 1:
        raise JobRefused("Việc này không còn nằm trong danh sách việc hỏng.")
    record(by=by, what="job.retried", on=("jobs.job", job_id))


def sign_of_life(worker: str) -> None:
    """Note that a worker is alive."""
    Worker.objects.update_or_create(pk=worker, defaults={"seen_at": clock.now()})


def sign_off(worker: str) -> None:
    Worker.objects.filter(pk=worker).delete()


def forget_old(*, done: datetime, dead: datetime, effects: datetime) -> None:
    """Remove finished jobs, jobs given up, effects and workers from before those moments."""
    Job.objects.filter(state=State.DONE, finished_at__lt=done).delete()
    Job.objects.filter(state=State.DEAD, finished_at__lt=dead).delete()
    Effect.objects.filter(at__lt=effects).delete()
    Worker.objects.filter(seen_at__lt=done).delete()
