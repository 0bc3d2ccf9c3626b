"""Real workers in processes of their own: killed, stopped, and racing each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mangnon.base.jobs.models import Job, State
from mangnon.base.jobs.queries import workers_alive
from mangnon.base.notices.models import Notice
from tests.base.database import database_url
from tests.base.jobs import sample_tasks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[3]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path) -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def begin(**more: str) -> subprocess.Popen[bytes]:
        env = {
            **os.environ,
            **more,
            "DATABASE_URL": database_url(),
            "MANGNON_DATA": str(tmp_path),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        words = [sys.executable, "-m", "tests.base.jobs.short_worker"]
        running.append(subprocess.Popen(words, env=env, cwd=ROOT, stdout=subprocess.DEVNULL))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def until(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def heard(text: str) -> int:
    return Notice.objects.filter(subject=text).count()


def state_of(result) -> str:
    return Job.objects.get(pk=result.id).state


def test_a_job_survives_kill_9_and_its_effect_happens_once(start):
    result = sample_tasks.die_the_first_time.enqueue("effect-of-letter-7")
    first = start()
    assert first.wait(60) == -signal.SIGKILL
    assert state_of(result) == State.RUNNING  # nobody had time to say otherwise
    start()
    until(lambda: state_of(result) == State.DONE)
    result.refresh()
    assert result.return_value == "survived"
    assert (result.attempts, heard("began"), heard("effect")) == (2, 2, 1)


def test_a_job_that_kills_every_worker_is_given_up(start):
    result = sample_tasks.always_die.enqueue()
    assert start().wait(60) == -signal.SIGKILL
    assert start().wait(60) == -signal.SIGKILL
    start()
    until(lambda: state_of(result) == State.DEAD)
    assert heard("began") == 2
    assert Job.objects.get().last_error.startswith("Tiến trình xử lý bị dừng đột ngột")


def test_two_workers_run_each_job_once(start):
    start()
    start()
    until(lambda: workers_alive() == 2)
    for number in range(30):
        sample_tasks.greet.enqueue(str(number))
    until(lambda: not Job.objects.exclude(state=State.DONE).exists())
    assert [heard(f"hello {number}") for number in range(30)] == [1] * 30
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_two_workers_enqueue_a_slot_once(start):
    start(WITH_PERIODIC="1")
    start(WITH_PERIODIC="1")
    until(lambda: workers_alive() == 2)
    until(lambda: Job.objects.exists())
    assert Job.objects.count() == 1


def test_a_long_job_keeps_its_lease(start):
    result = sample_tasks.take_long.enqueue(2.5)  # the lease is one second
    start()
    start()
    until(lambda: state_of(result) == State.DONE)
    assert heard("began") == 1


def test_a_stop_lets_the_job_at_hand_finish(start):
    result = sample_tasks.take_long.enqueue(0.6)
    worker = start()
    until(lambda: heard("began"))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert (state_of(result), heard("ended"), workers_alive()) == (State.DONE, 1, 0)


def test_a_stop_gives_back_a_job_that_takes_too_long(start):
    result = sample_tasks.take_long.enqueue(60)
    worker = start()
    until(lambda: heard("began"))
    worker.send_signal(signal.SIGINT)
    assert worker.wait(30) == 0
    job = Job.objects.get(pk=result.id)
    assert (job.state, job.attempts, heard("ended")) == (State.WAITING, 0, 0)
