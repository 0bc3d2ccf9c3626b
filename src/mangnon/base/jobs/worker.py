"""The worker: one process that takes jobs one after another until it is told to stop.

Theory. A claimed job carries a lease. A thread beside the job renews it, so a long job is never
taken away; when the process is killed the lease runs out and another worker runs the job again.
Signals reach the main thread, where the job runs: SIGALRM breaks off a job that took too long, or
one that does not end within the grace given at a stop.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from datetime import timedelta
from types import FrameType

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules, import_string

from mangnon.base.jobs.actions import claim, renew, sign_of_life, sign_off
from mangnon.base.jobs.jumping import Jump, Watch, take_in
from mangnon.base.jobs.models import Job
from mangnon.base.jobs.periodic import Timetable
from mangnon.base.jobs.running import Stopped, TookTooLong, perform
from mangnon.kit import clock

log = structlog.get_logger("mangnon.jobs")
LEASE = timedelta(seconds=60)
POLL_SECONDS = 0.7
BEAT_SECONDS = 10.0
OUTAGE_SECONDS = 5.0
GRACE_SECONDS = 10.0


class Worker:
    """`run` works until SIGTERM or SIGINT."""

    def __init__(
        self,
        *,
        lease: timedelta = LEASE,
        poll: float = POLL_SECONDS,
        grace: float = GRACE_SECONDS,
        timetable: Timetable | None = None,
    ) -> None:
        self.id = f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(6)}"
        self.lease, self.poll, self.grace = lease, poll, grace
        self._beat_seconds = min(BEAT_SECONDS, lease.total_seconds() / 3)
        self._stopping, self._gone = threading.Event(), threading.Event()
        self._timetable = timetable or Timetable()
        self._watch = Watch()
        self._jump: Jump | None = None
        self._holding = ""

    def run(self) -> None:
        autodiscover_modules("tasks")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._break_off)
        heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        heart.start()
        log.info("worker started", worker=self.id)
        try:
            with contextlib.suppress(Stopped):
                self._work()
        finally:
            self._gone.set()
            heart.join(timeout=5)
            self._leave()
        log.info("worker stopped", worker=self.id)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                busy = self._step()
            except DatabaseError as wrong:
                # The database restarts or is locked for long: wait for it, do not die.
                log.error("database out of reach", worker=self.id, error=type(wrong).__name__)
                connection.close()
                busy = not self._stopping.wait(OUTAGE_SECONDS)
            if not busy:
                self._stopping.wait(self.poll)

    def _step(self) -> bool:
        close_old_connections()
        self._timetable.enqueue_due(clock.now())
        job = claim(worker=self.id, lease=self.lease, now=clock.now())
        if job is None:
            return False
        self._holding = job.pk
        signal.setitimer(signal.ITIMER_REAL, _seconds_for(job))
        try:
            perform(job)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._holding = ""
        return True

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the job at hand if it ends within the grace; SIGALRM breaks it off if not."""
        if not self._stopping.is_set():
            self._stopping.set()
            if signal.getitimer(signal.ITIMER_REAL)[0]:
                signal.setitimer(signal.ITIMER_REAL, self.grace)

    def _break_off(self, number: int, frame: FrameType | None) -> None:
        raise Stopped if self._stopping.is_set() else TookTooLong("quá thời gian cho phép")

    def _beat(self) -> None:
        """Beside the job: renew its lease, say that the worker is alive, look at the clock."""
        while True:
            self._jump = self._watch.look() or self._jump
            try:
                if self._jump is not None:
                    take_in(self._jump)
                    self._jump = None
                sign_of_life(self.id)
                if holding := self._holding:
                    renew(job_id=holding, worker=self.id, lease=self.lease, now=clock.now())
            except DatabaseError as wrong:
                log.warning("no heartbeat", worker=self.id, error=type(wrong).__name__)
                connection.close()
            if self._gone.wait(self._beat_seconds):
                connection.close()
                return

    def _leave(self) -> None:
        with contextlib.suppress(DatabaseError):
            sign_off(self.id)
        connection.close()


def _seconds_for(job: Job) -> float:
    """How long a job may run; one whose task is gone fails at once anyhow."""
    with contextlib.suppress(ImportError):
        return float(getattr(import_string(job.task), "minutes", 30)) * 60
    return 60.0
