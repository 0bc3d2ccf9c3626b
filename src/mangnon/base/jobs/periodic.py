"""Tasks that come again by the clock, each slot exactly once however many workers there are.

The slot's name is a unique column of the job: two workers that both find 07:00 come leave one job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django_tasks.base import Task

from mangnon.base.jobs.backend import job_of
from mangnon.base.jobs.models import Job
from mangnon.base.jobs.task import path_of
from mangnon.kit import clock

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])


@dataclass(frozen=True)
class Periodic:
    """A task with its rhythm: either a time of the day in Vietnam or a span."""

    task: Task[Any, Any]
    every: timedelta | None
    daily_at: time | None

    def slot(self, now: datetime) -> str:
        """The name of the slot that `now` lies in; a slot begins when the task is due."""
        if self.every is not None:
            return str(int(now.timestamp() // self.every.total_seconds()))
        local = clock.local(now)
        missing = timedelta(days=1 if local.time() < (self.daily_at or time()) else 0)
        return (local.date() - missing).isoformat()


registry: dict[str, Periodic] = {}


def periodic(
    *, every: timedelta | None = None, daily_at: str | None = None
) -> Callable[[AnyTask], AnyTask]:
    """Above `@task()`: run it `every` span, or `daily_at="07:00"` Vietnam time.

    A slot that passed while no worker was alive is made up for once, when one starts.
    """
    if (every is None) == (daily_at is None):
        raise ValueError("either every= or daily_at=")
    at = time.fromisoformat(daily_at) if daily_at else None

    def register(task: AnyTask) -> AnyTask:
        registry[path_of(task)] = Periodic(task, every, at)
        return task

    return register


class Timetable:
    """Enqueues what has become due; remembers the slots seen, so that a look costs no query."""

    def __init__(self, known: Mapping[str, Periodic] = registry) -> None:
        self._known = known
        self._seen: dict[str, str] = {}

    def enqueue_due(self, now: datetime) -> None:
        due = {path: each.slot(now) for path, each in self._known.items()}
        fresh = {path: slot for path, slot in due.items() if self._seen.get(path) != slot}
        if not fresh:
            return
        jobs = []
        for path, slot in fresh.items():
            job = job_of(self._known[path].task, [], {})
            job.slot = f"{path}@{slot}"
            jobs.append(job)
        Job.objects.bulk_create(jobs, ignore_conflicts=True)
        self._seen.update(fresh)
