"""Running one job in this thread, and what a job may say while it runs."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any

import structlog
from django.db import connection
from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks.base import Task, TaskContext
from django_tasks.utils import normalize_json

from mangnon.base.jobs.actions import claim, fail, give_back, succeed
from mangnon.base.jobs.backend import result_of
from mangnon.base.jobs.models import Job
from mangnon.base.jobs.periodic import Timetable
from mangnon.base.jobs.queries import ALIVE_WITHIN
from mangnon.kit import clock

log = structlog.get_logger("mangnon.jobs")
_current: ContextVar[str] = ContextVar("current_job")
_PROGRESS_EVERY_SECONDS = 0.5
_reported_at: dict[str, float] = {}


class Stopped(BaseException):
    """The worker must stop and the job took too long to finish; not an error of the job."""


class TookTooLong(Exception):
    """A job that ran past the minutes allowed to it."""


def perform(job: Job) -> None:
    """Call the task of a claimed job and note the outcome."""
    began = time.monotonic()
    token = _current.set(job.pk)
    try:
        value = _call(job)
    except Stopped:
        # Broken off in the middle of whatever the connection was doing.
        connection.close()
        give_back(job, now=clock.now())
        raise
    except Exception as wrong:
        kept = fail(job, wrong, now=clock.now(), final=isinstance(wrong, ImportError))
        log.warning("job failed", **_said(job, began), error=type(wrong).__name__, kept=kept)
    else:
        kept = succeed(job, value, now=clock.now())
        log.info("job done", **_said(job, began), kept=kept)
    finally:
        _current.reset(token)
        _reported_at.pop(job.pk, None)


def _call(job: Job) -> Any:
    task: Task[Any, Any] = import_string(job.task)
    if task.takes_context:
        context = TaskContext(task_result=result_of(job, task))
        return normalize_json(task.call(context, *job.args, **job.kwargs))
    return normalize_json(task.call(*job.args, **job.kwargs))


def _said(job: Job, began: float) -> dict[str, Any]:
    spent_ms = round((time.monotonic() - began) * 1000)
    return {"job": job.pk, "task": job.task, "attempt": job.attempts, "spent_ms": spent_ms}


def report_progress(done: int, total: int | None = None, doing: str = "") -> None:
    """Inside a task: how far it is, for the person who waits. Without effect outside a job.

    Written at most twice a second, and always at the end.
    """
    job = _current.get(None)
    if job is None:
        return
    now = time.monotonic()
    if done != total and now - _reported_at.get(job, 0.0) < _PROGRESS_EVERY_SECONDS:
        return
    _reported_at[job] = now
    done = done if total is None else min(done, total)
    Job.objects.filter(pk=job).update(done=done, total=total, doing=doing[:200])


def run_due(*, periodic: bool = False, most: int = 10_000) -> int:
    """Run everything due now in this thread, and what that enqueues; returns how many jobs.

    For tests, for seeding and for a machine that has no worker.
    """
    autodiscover_modules("tasks")
    if periodic:
        Timetable().enqueue_due(clock.now())
    for ran in range(most):
        job = claim(worker="here", lease=ALIVE_WITHIN, now=clock.now())
        if job is None:
            return ran
        perform(job)
    return most
