"""What stands in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from mangnon.base.jobs.models import Job, State, Worker
from mangnon.kit import clock

# A worker notes every ten seconds that it is alive.
ALIVE_WITHIN = timedelta(seconds=45)


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` (None while unknown), and what it is doing."""

    state: State
    done: int
    total: int | None
    doing: str


def progress_of(result_id: str) -> Progress | None:
    """The progress of a job by the id of its result; None when it is gone."""
    job = Job.objects.filter(pk=result_id).first()
    return Progress(State(job.state), job.done, job.total, job.doing) if job else None


def counts_by_state() -> dict[State, int]:
    """How many jobs stand in each state, zeros included."""
    found = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in State}


def oldest_due(now: datetime) -> datetime | None:
    """Since when the job that has waited longest could have run; None when none waits."""
    ripe = Job.objects.filter(state=State.WAITING, run_after__lte=now)
    since: datetime | None = ripe.aggregate(since=Min("run_after"))["since"]
    return since


def dead_jobs() -> QuerySet[Job]:
    """The jobs that were given up, newest first."""
    return Job.objects.filter(state=State.DEAD).order_by("-finished_at")


def running_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=State.RUNNING).order_by("started_at")


def workers_alive() -> int:
    """How many workers gave a sign of life lately."""
    return Worker.objects.filter(seen_at__gte=clock.now() - ALIVE_WITHIN).count()
