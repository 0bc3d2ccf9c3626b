"""Many calls of one task with one write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django_tasks.base import Task

from mangnon.base.jobs.backend import Backend


def enqueue_many(task: Task[Any, Any], calls: Iterable[tuple[Any, ...]]) -> int:
    """Enqueue a task once for each tuple of arguments. Returns how many jobs that made."""
    backend = task.get_backend()
    if isinstance(backend, Backend):
        return backend.enqueue_many(task, calls)
    # Another backend of the interface, such as the one that runs at once, knows no bulk.
    return len([task.enqueue(*args) for args in calls])
