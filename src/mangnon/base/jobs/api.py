"""Work outside a request: `@task` functions, the clock that calls them, and their effects.

A domain writes its tasks in `tasks.py` with `from django_tasks import task` and enqueues them
with `its_task.enqueue(...)` inside the transaction they belong to.
"""

from mangnon.base.jobs.actions import JobRefused, once, retry
from mangnon.base.jobs.bulk import enqueue_many
from mangnon.base.jobs.jumping import Jump, on_clock_jump
from mangnon.base.jobs.models import Job, State
from mangnon.base.jobs.periodic import periodic
from mangnon.base.jobs.queries import (
    Progress,
    counts_by_state,
    dead_jobs,
    oldest_due,
    progress_of,
    running_jobs,
    workers_alive,
)
from mangnon.base.jobs.running import report_progress, run_due

__all__ = [
    "Job",
    "JobRefused",
    "Jump",
    "Progress",
    "State",
    "counts_by_state",
    "dead_jobs",
    "enqueue_many",
    "oldest_due",
    "on_clock_jump",
    "once",
    "periodic",
    "progress_of",
    "report_progress",
    "retry",
    "run_due",
    "running_jobs",
    "workers_alive",
]
