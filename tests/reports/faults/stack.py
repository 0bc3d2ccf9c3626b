"""The real stack as processes: database, `mangnon web`, `mangnon work`, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reports.faults.clock import Clock
from tests.reports.faults.postgres import Postgres

ROOT = Path(__file__).parents[3]
_UP_WITHIN_SECONDS = 90


@contextmanager
def standing(store: str, *, webs: int = 1) -> Iterator[Stack]:
    """A stack in a folder of its own, gone afterwards. Raises postgres.Absent."""
    with tempfile.TemporaryDirectory(prefix="mangnon-stack-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)  # PostgreSQL runs as somebody else
        stack = Stack(Path(home), store, webs=webs)
        try:
            stack.begin()
            yield stack
        finally:
            stack.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """Web and worker on a store; a demo province, whose officers can read.

    Several `webs` are meant for PostgreSQL (see `mangnon.project.up.web`): each has a port of its
    own, and the browsers are spread over them as a balancer would do it.
    `disk` is where data lies: the database, the keys, the files; logs lie elsewhere, so that they
    can tell of a full disk. Nothing is shared with any other installation. With `clock` web and
    worker have one that can be set wrong.
    """

    def __init__(
        self, disk: Path, store: str, *, clock: bool = False, webs: int = 1, threads: int = 0
    ) -> None:
        self.disk, self.store = disk, store
        self.logs = Path(tempfile.mkdtemp(prefix="mangnon-logs-"))
        self.ports = {f"web{number or ''}": free_port() for number in range(webs)}
        self.port = self.ports["web"]
        self.postgres = (
            Postgres(disk / "postgresql", free_port(), self.logs) if store != "sqlite" else None
        )
        self.clock = Clock(self.logs) if clock else None
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.env = self._environment(threads)

    def _environment(self, threads: int) -> dict[str, str]:
        given = {
            **os.environ,
            "MANGNON_DATA": str(self.disk / "data"),
            "MANGNON_DEMO": "1",
            "DATABASE_URL": self.postgres.url if self.postgres else "",
            "LOG_FORMAT": "json",
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "mangnon.project.settings",
        }
        return given | ({"WEB_THREADS": str(threads)} if threads else {})

    def begin(self) -> None:
        """The schema, the demo province, then everything running."""
        if self.postgres:
            self.postgres.start()
            _until(self.postgres.ready, "PostgreSQL")
            self.postgres.furnish()
        with (self.logs / "seed.log").open("wb") as log:
            command = [sys.executable, "-m", "mangnon", "seed"]
            subprocess.run(command, env=self.env, check=True, stdout=log, stderr=log)
        for name in (*self.ports, "work"):
            self.start(name)
        self.wait()

    def start(self, name: str) -> None:
        log = (self.logs / f"{name}.log").open("ab")
        clock = self.clock.environment if self.clock else {}
        self._processes[name] = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "web" if name in self.ports else name],
            env=self.env | clock | {"PORT": str(self.ports.get(name, self.port))},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()

    def tend(self) -> list[str]:
        """Start again what has died, as the machine's own supervisor would; the names of those."""
        fallen = [name for name, one in self._processes.items() if one.poll() is not None]
        for name in fallen:
            self.start(name)
        if self.postgres and not self.postgres.lives():
            self.postgres.start()
            fallen.append("postgresql")
        return fallen

    def send(self, name: str, how: signal.Signals) -> None:
        """A signal to all processes of a part: granian has a parent and a worker."""
        try:
            os.killpg(self._processes[name].pid, how)
        except ProcessLookupError:
            return
        if how == signal.SIGKILL:
            self._processes[name].wait(30)

    def lives(self, name: str) -> bool:
        return self._processes[name].poll() is None

    def wait(self) -> None:
        """Until the database lets in and every web answers."""
        if self.postgres:
            _until(self.postgres.ready, "PostgreSQL")
        _until(lambda: all(map(_answers, self.ports.values())), "the web")

    def said(self, words: str) -> int:
        """How many lines of all logs have these words."""
        texts = (log.read_text(errors="replace") for log in self.logs.glob("*.log"))
        return sum(words in line for text in texts for line in text.splitlines())

    def cpu_seconds(self) -> float:
        """Of web and worker since they started: user and system, threads and children included."""
        return sum(_cpu_of_group(one.pid) for one in self._processes.values())

    def stop(self) -> None:
        for name in self._processes:
            self.send(name, signal.SIGTERM)
        for name, process in self._processes.items():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.send(name, signal.SIGKILL)
        if self.postgres:
            self.postgres.stop()
        shutil.rmtree(self.logs, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/bao-tin/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _UP_WITHIN_SECONDS
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come up")
        time.sleep(0.2)


def _cpu_of_group(group: int) -> float:
    """What /proc says of every process of the group."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
