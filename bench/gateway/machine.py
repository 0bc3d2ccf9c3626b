"""Programs under measurement: started on a core, watched by the kernel's own accounts.

Traffic goes to 127.0.0.0/8 only. Everything started here is ended here, by its own id.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SERVER_CORE, CLIENT_CORE = "0", "1"
Command = Callable[[int], list[str]]


def tree(root: int) -> Iterator[int]:
    """A process and those it made."""
    yield root
    with suppress(OSError):
        for task in Path(f"/proc/{root}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


@dataclass
class Server:
    """A program that answers on a port of 127.0.0.1, with all processes that it makes."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def spent(self) -> float:
        """Processor seconds so far, user and kernel, of every thread of every process."""
        return sum(_ran(pid) for pid in tree(self.process.pid))

    def memory(self) -> dict[str, Any]:
        """MB of each process: RSS and, with shared pages counted in parts, PSS."""
        rolls = [_rollup(pid) for pid in tree(self.process.pid)]
        return {
            "processes": len(rolls),
            "rss_mb": [round(roll["Rss"] / 1024, 1) for roll in rolls],
            "pss_mb": round(sum(roll["Pss"] for roll in rolls) / 1024, 1),
        }

    def end(self) -> None:
        """Stop it and what it made."""
        made = list(tree(self.process.pid))
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        for pid in made[1:] if not self.alive else made:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def _ran(pid: int) -> float:
    seconds = 0.0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                seconds += int((task / "schedstat").read_text().split()[0]) / 1e9
    return seconds


def _rollup(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def built(folder: Path, name: str) -> str:
    """A C program of this folder."""
    out = folder / name
    subprocess.run(["gcc", "-O2", "-o", str(out), str(HERE / f"{name}.c")], check=True)
    return str(out)


def started(
    name: str, command: Command, core: str = SERVER_CORE, log: Path | None = None
) -> Server:
    port = free_port()
    with (log or Path(os.devnull)).open("wb") as said:
        process = subprocess.Popen(
            ["taskset", "-c", core, *command(port)], stdout=said, stderr=subprocess.STDOUT
        )
    return Server(name, port, process)


@contextmanager
def running(servers: Iterable[Server]) -> Iterator[None]:
    try:
        yield
    finally:
        for server in servers:
            server.end()


def answer(port: int, name: str, host: str = "127.0.0.1", wait: float = 0.2) -> bytes:
    """The answer to a question for a name's address; empty when none came in time."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    question = b"\x12\x34\1\0\0\1\0\0\0\0\0\0" + labels + b"\0\0\1\0\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((host, 0))
        sock.connect(("127.0.0.1", port))
        sock.settimeout(wait)
        try:
            sock.send(question)
            return sock.recv(4096)
        except OSError:
            return b""


def tells(packet: bytes, what: str) -> bool:
    """Whether an answer says `any`thing, `nxdomain` or an address."""
    if what == "nxdomain":
        return len(packet) > 3 and packet[3] & 15 == 3
    return bool(packet) if what == "any" else socket.inet_aton(what) in packet


def ready(server: Server, names: Iterable[str], what: str, seconds: float = 180) -> float:
    """Seconds until it says so of all these names, one after another. A server may answer before it
    has read all of its lists. Raises SystemExit when it never does."""
    begun = time.monotonic()
    for name in names:
        while not tells(answer(server.port, name), what):
            if time.monotonic() > begun + seconds or not server.alive:
                raise SystemExit(f"{server.name} does not answer as it should")
            time.sleep(0.02)
    return time.monotonic() - begun


def able() -> str:
    """What is missing here for measuring; blank when nothing is."""
    needed = {"gcc": shutil.which("gcc"), "taskset": shutil.which("taskset")}
    missing = [name for name, found in needed.items() if not found]
    if (os.cpu_count() or 1) < 2:
        missing.append("two cores")
    return ", ".join(missing)


def said(program: str, *words: str | float | Path) -> dict[str, Any]:
    """What a sender printed; it runs on the client's core."""
    run = subprocess.run(
        ["taskset", "-c", CLIENT_CORE, program, *map(str, words)],
        check=True,
        capture_output=True,
    )
    return dict(json.loads(run.stdout))
