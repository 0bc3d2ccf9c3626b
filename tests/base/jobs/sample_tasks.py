"""Tasks for the tests of the queue. They leave their traces as notices, an ordinary table."""

from __future__ import annotations

import os
import signal
import time

from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskContext

from mangnon.base.jobs.api import once, report_progress
from mangnon.base.notices.models import Notice


def note(text: str) -> None:
    Notice.objects.create(key=f"{text}-{time.monotonic_ns()}", subject=text)


@task()
def greet(name: str) -> str:
    note(f"hello {name}")
    return f"hello {name}"


@task(retries=2)
def stumble() -> None:
    note("stumbled")
    raise ValueError("a stone on the road")


@task(retries=3)
def recover() -> str:
    note("tried")
    if Notice.objects.filter(subject="tried").count() < 3:
        raise ValueError("not yet")
    return "recovered"


@task(takes_context=True)
def tell_attempt(context: TaskContext) -> int:
    return context.attempt


@task(retries=3)
def die_the_first_time(key: str) -> str:
    """Have the effect, then be killed before the queue hears of it."""
    with transaction.atomic():
        if once(key):
            note("effect")
    note("began")
    if Notice.objects.filter(subject="began").count() == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


@task(retries=1)
def always_die() -> None:
    note("began")
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def take_long(seconds: float) -> str:
    note("began")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.02)
    note("ended")
    return "long"


@task()
def count_to(total: int) -> None:
    for number in range(1, total + 1):
        report_progress(number, total, "đang đếm")


@task()
def return_nonsense() -> object:
    return object()
