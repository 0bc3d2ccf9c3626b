"""One command runs the whole tree: it answers, it mends a killed part, it stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = 90) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("waited in vain")


def health(port: int) -> dict[str, object] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(word) for word in listed.split()]


def words_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "mangnon", "up"],
        env={
            **os.environ,
            "MANGNON_DATA": str(tmp_path),
            "MANGNON_DEMO": "1",
            "PORT": str(port),
            "DNS_PORT": str(free_port(socket.SOCK_DGRAM)),
            "DNS_HTTP_PORT": str(free_port()),
            "HUB_PORT": str(free_port()),
            "DATABASE_URL": "",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process, port
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_tree_answers_mends_itself_and_stops(
    platform: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = platform
    until(lambda: health(port))
    tree = {words_of(pid).split()[3]: pid for pid in children_of(process.pid)}
    assert set(tree) == {"web", "work", "gateway"}

    os.kill(tree["work"], signal.SIGKILL)
    reborn = until(
        lambda: [
            pid
            for pid in children_of(process.pid)
            if words_of(pid).strip().endswith("work") and pid != tree["work"]
        ]
    )
    assert reborn

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.rstrip().endswith("Đã dừng.")
    assert health(port) is None
