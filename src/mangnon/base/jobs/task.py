"""A task of Django's interface with two words more: how often to try, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedTask(Task[P, T]):
    """`@task(retries=3, minutes=10)`: tries again three times, and is broken off after ten minutes.

    A job may run more than once (a worker can be killed after the work and before the note of
    it): what must happen once belongs under `once`.
    """

    retries: int = 5
    minutes: int = 30


def path_of(task: Task[Any, Any]) -> str:
    """The name under which a task is found again."""
    return str(task.module_path)
