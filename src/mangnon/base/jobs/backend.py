"""The queue as a backend of Django's tasks interface: a job is a row in the caller's transaction.

A job is there exactly when the caller's transaction commits, so that nothing is done for a letter
that was never saved, and nothing is forgotten for one that was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from mangnon.base.jobs.models import Job, State
from mangnon.base.jobs.task import QueuedTask, path_of
from mangnon.kit import clock

_STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.DEAD: TaskResultStatus.FAILED,
}


class Backend(BaseTaskBackend):
    """See `django_tasks.backends.base` for the meaning of each method."""

    task_class = QueuedTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = job_of(task, args, kwargs)
        job.save(force_insert=True)
        return result_of(job, task)

    def enqueue_many(self, task: Task[Any, Any], calls: Iterable[tuple[Any, ...]]) -> int:
        """One job for each tuple of arguments, with one write. Returns how many."""
        self.validate_task(task)
        jobs = [job_of(task, args, {}) for args in calls]
        return len(Job.objects.bulk_create(jobs, batch_size=500))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, import_string(job.task))


def job_of(task: Task[Any, Any], args: Any, kwargs: Any) -> Job:
    """The row that asks for one call of the task, not yet saved."""
    return Job(
        task=path_of(task),
        args=normalize_json(list(args)),
        kwargs=normalize_json(kwargs),
        queue=task.queue_name,
        priority=task.priority,
        retries=getattr(task, "retries", 0),
        run_after=task.run_after or clock.now(),
    )


def result_of(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=job.pk,
        status=_STATUS[State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(**error) for error in job.errors],
        worker_ids=job.worker_ids,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
