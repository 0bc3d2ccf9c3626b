"""Work to be done outside a request, kept in the database.

Personal data kept: ids in the arguments, never contents; errors are scrubbed. Finished jobs go
after a week, those given up after ninety days.
"""

from __future__ import annotations

import csv
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from mangnon.kit import clock


class State(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang chạy"
    DONE = "done", "đã xong"
    DEAD = "dead", "không chạy được"


def job_id() -> str:
    return get_random_string(32)


@cache
def _words() -> dict[str, str]:
    with (Path(__file__).parent / "data" / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["task"]: row["words"] for row in csv.DictReader(file)}


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, at: datetime) -> JobQuerySet:
        """Jobs to take: waiting and ripe, or held by a worker whose lease has run out."""
        ripe = Q(state=State.WAITING, run_after__lte=at)
        orphaned = Q(state=State.RUNNING, lease_until__lt=at)
        return self.filter(ripe | orphaned).order_by("-priority", "run_after", "enqueued_at")


class Job(models.Model):
    """One call of a task. `attempts` counts the times a worker began it."""

    id = models.CharField(primary_key=True, max_length=32, default=job_id)
    task = models.CharField("việc", max_length=200, db_index=True)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    run_after = models.DateTimeField(default=clock.now)
    enqueued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    retries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    worker_ids = models.JSONField(default=list)
    lease_until = models.DateTimeField(null=True)
    slot = models.CharField(max_length=240, null=True, unique=True)
    result = models.JSONField(null=True)
    errors = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    doing = models.CharField(max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-enqueued_at"]
        verbose_name = "việc nền"
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_due"),
            models.Index(
                fields=["lease_until"], name="job_leased", condition=Q(state=State.RUNNING)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")), name="job_progress_within_total"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.get_state_display()})"

    @property
    def words(self) -> str:
        """What the job does, for the screen; the name of its task when nobody has said it."""
        return _words().get(self.task, self.task)

    @property
    def last_error(self) -> str:
        """The last line of the last error: what went wrong, without the trace."""
        if not self.errors:
            return ""
        return str(self.errors[-1]["traceback"]).strip().splitlines()[-1]


class Effect(models.Model):
    """That something was done once and for all; written together with the thing itself."""

    key = models.CharField(primary_key=True, max_length=240)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.key


class Worker(models.Model):
    """A worker that is or was alive."""

    id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.id
