"""`mangnon up`: prepare the installation, then run web and worker as one tree with one log."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import click

from mangnon.kit.env import Setting
from mangnon.project import environment as env

PR_SET_PDEATHSIG = 1  # prctl(2): the child is told when its parent dies, even by kill -9
LOOPBACK = "127.0.0.1"
STOP_WITHIN_SECONDS = 15
STEADY_SECONDS = 30


@dataclass
class Child:
    """One part of the platform; started again when it dies, more slowly when it keeps dying."""

    name: str
    words: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", *(self.words or (self.name,))],
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def pause_before_restart(self, now: float) -> float:
        """Seconds to wait; a child that ran steadily starts anew at once."""
        self.failures = 0 if now - self.started_at > STEADY_SECONDS else self.failures + 1
        return float(min(2 ** max(self.failures - 1, 0), 30)) if self.failures else 0.0


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_taken(host: str, port: int, kind: int = socket.SOCK_STREAM) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            _refuse_foreign_address(wrong, host, port)
            return True
    return False


def _refuse_foreign_address(wrong: OSError, host: str, port: int) -> None:
    """Two reasons that are not another program, which nobody would find behind `taken`."""
    if wrong.errno == errno.EADDRNOTAVAIL:
        raise click.ClickException(f"HOST={host}: máy này không có địa chỉ đó. {env.HOST.mend}")
    if wrong.errno == errno.EACCES:
        raise click.ClickException(
            f"Cổng {port} chỉ dành cho tài khoản quản trị của máy: chọn cổng từ 1024 trở lên."
        )


def _refuse_taken_port(
    setting: Setting[int] = env.PORT, host: str = "", kind: int = socket.SOCK_STREAM
) -> None:
    host, port = host or env.environment.get(env.HOST), env.environment.get(setting)
    if port_is_taken(host, port, kind):
        raise click.ClickException(
            f"Cổng {port} trên {host} đang có chương trình khác dùng: "
            f"dừng chương trình đó hoặc chọn cổng khác, ví dụ {setting.name}={port + 1} make run"
        )


def _refuse_bad_settings() -> None:
    """Once and here: a part that stops over its settings would be started again and again."""
    for setting in env.ALL:
        env.environment.get(setting)


def _refuse_shared_port(*settings: Setting[int]) -> None:
    """Two of our own parts on one port: each would be free before either has started."""
    taken: dict[int, str] = {}
    for setting in settings:
        other = taken.setdefault(env.environment.get(setting), setting.name)
        if other != setting.name:
            raise click.ClickException(
                f"{other} và {setting.name} đang là cùng một cổng: chọn hai cổng khác nhau."
            )


@click.command()
def up() -> None:
    """Chuẩn bị rồi chạy toàn bộ: trang web, việc nền, nơi máy lọc chờ tin, bộ lọc trình diễn."""
    _refuse_bad_settings()
    _refuse_taken_port()
    _refuse_shared_port(env.PORT, env.HUB_PORT)
    _refuse_taken_port(env.HUB_PORT)
    children = [Child("web"), Child("work"), Child("hub", ("gateway", "hub"))]
    if env.environment.get(env.DEMO):
        _refuse_shared_port(env.PORT, env.HUB_PORT, env.DNS_HTTP_PORT)
        _refuse_taken_port(env.DNS_PORT, LOOPBACK, socket.SOCK_DGRAM)
        _refuse_taken_port(env.DNS_HTTP_PORT, LOOPBACK)
    from mangnon.project.preparing import filter_config, greeting, prepare

    prepare(click.echo)
    if env.environment.get(env.DEMO):
        children.append(Child("gateway", ("gateway", "serve", "--config", str(filter_config()))))
    click.echo(greeting())
    sys.exit(supervise(children, click.echo))


def supervise(children: list[Child], say: Callable[[str], None]) -> int:
    """Keep the children running until SIGINT or SIGTERM, then stop them all. Returns 0."""
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    due = {child.name: 0.0 for child in children}
    while not stopping:
        now = time.monotonic()
        for child in children:
            _tend(child, due, now, say)
        time.sleep(0.2)
    say("Đang dừng…")
    _stop_all([child.process for child in children if child.process])
    say("Đã dừng.")
    return 0


def _tend(child: Child, due: dict[str, float], now: float, say: Callable[[str], None]) -> None:
    if child.process is not None and child.process.poll() is not None:
        pause = child.pause_before_restart(now)
        code = child.process.returncode
        say(f"[{child.name}] đã dừng (mã {code}), chạy lại sau {pause:.0f} giây")
        child.process, due[child.name] = None, now + pause
    if child.process is None and now >= due[child.name]:
        child.start()


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@click.command()
def web() -> None:
    """Chỉ chạy trang web."""
    from granian import Granian
    from granian.constants import Interfaces

    _refuse_bad_settings()
    _refuse_taken_port()
    # One process with threads: SQLite lets one writer in at a time, and metrics stay in one place.
    # Several machines or PostgreSQL: start several of these behind a balancer.
    Granian(
        "mangnon.project.wsgi:application",
        address=env.environment.get(env.HOST),
        port=env.environment.get(env.PORT),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=env.environment.get(env.WEB_THREADS),
        backlog=1024,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()
