"""A PostgreSQL of our own that keeps its word: fsync on, and dead at a word."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "512MB",
    "log_min_messages": "log",
}


class Absent(Exception):
    """There is no PostgreSQL on this machine."""


class Postgres:
    """A server in a folder; `kill` is the end of all its processes at once, `start` recovers."""

    def __init__(self, folder: Path, port: int, logs: Path) -> None:
        found = sorted(_PROGRAMS.glob("*/bin/initdb"))
        if not found:
            raise Absent
        self._bin, self.folder, self.port, self._logs = found[-1].parent, folder, port, logs
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            _run(["chown", "postgres", str(folder)])
        flags = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run(self._as_owner([str(self._bin / "initdb"), "-D", str(folder / "db"), *flags]))

    @property
    def url(self) -> str:
        return f"postgresql://mangnon@127.0.0.1:{self.port}/mangnon"

    def furnish(self) -> None:
        """As in a real house (deploy/README.md): a role that no wall lets pass, its database."""
        asked = [str(self._bin / "psql"), "-q", "-U", "postgres", "-h", "127.0.0.1"]
        for said in (
            "CREATE ROLE mangnon LOGIN NOSUPERUSER NOBYPASSRLS",
            "CREATE DATABASE mangnon OWNER mangnon",
        ):
            _run([*asked, "-p", str(self.port), "-c", said, "postgres"])

    def start(self) -> None:
        """Returns at once; what was acknowledged is brought back before it lets anybody in."""
        settings = {**_SETTINGS, "port": str(self.port), "unix_socket_directories": self.folder}
        given = [f"-c{name}={value}" for name, value in settings.items()]
        command = [str(self._bin / "postgres"), "-D", str(self.folder / "db"), *given]
        log = (self._logs / "postgresql.log").open("ab")
        self._process = subprocess.Popen(
            self._as_owner(command), stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ready(self) -> bool:
        asked = [
            str(self._bin / "pg_isready"),
            "-q",
            "-U",
            "postgres",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        return subprocess.run(asked, check=False).returncode == 0

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The server and every process of it, in the midst of whatever they write."""
        if self._process is None:
            return
        for pid in sorted(self._pids()):
            _signal(pid, how)
        self._process.wait(60)

    def cpu_seconds(self) -> float:
        """Of the server since it started, connections that are closed included."""
        ticks = 0
        for pid in self._pids():
            with suppress(OSError):
                told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += sum(map(int, told[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """As a clean shutdown does it."""
        if self.lives():
            for pid in self._pids() & {self._postmaster()}:
                _signal(pid, signal.SIGINT)
            if self._process is not None:
                self._process.wait(60)

    def _postmaster(self) -> int:
        pid_file = self.folder / "db" / "postmaster.pid"
        return int(pid_file.read_text().split()[0]) if pid_file.exists() else 0

    def _pids(self) -> set[int]:
        """Each backend opens a session of its own, so that they are found by their parent."""
        first = self._postmaster()
        children = Path(f"/proc/{first}/task/{first}/children")
        if not first or not children.exists():
            return set()
        return {first, *map(int, children.read_text().split())}

    @staticmethod
    def _as_owner(command: Sequence[str]) -> list[str]:
        """PostgreSQL refuses to run as root."""
        return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _signal(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)
