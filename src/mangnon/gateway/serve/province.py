"""The link to the province as one more process of a filter that is enrolled.

It is started like the processes that answer and made anew when it dies; nothing that answers waits
for it. Only the very first time, when there is nothing to follow yet, the filter waits until the
platform has given it a plan and lists.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from pathlib import Path

from mangnon.gateway.link.backoff import Backoff
from mangnon.gateway.link.codes import BadCode, read_code
from mangnon.gateway.link.delivering import NotTaken, Places
from mangnon.gateway.link.desk import Desk, Filter
from mangnon.gateway.link.enrolling import enrolled_or_waiting
from mangnon.gateway.link.memory import Enrolled, enrolled
from mangnon.gateway.link.running import Link
from mangnon.gateway.link.talking import Away, Refused
from mangnon.gateway.link.troubles import note_errors
from mangnon.gateway.serve.config import BadConfig, Config
from mangnon.gateway.serve.state import GOOD, PLAN

log = logging.getLogger("mangnon.gateway")
IDLE_S = 30.0


def is_steered(config: Config) -> bool:
    """Whether this filter follows a platform, or is told to come in to one."""
    return bool(config.province_url) or enrolled(config.state) is not None


def be_ready(config: Config) -> None:
    """Before anything is answered: note errors for the platform, and where there is nothing to
    follow yet come in and wait for the first plan and lists. Raises BadConfig for a bad code."""
    if not is_steered(config):
        return
    note_errors(config.state)
    if _has_something(config):
        return
    _refuse_bad_code(config)
    who = _come_in(config, threading.Event())
    if who is None:
        return
    desk, pause = Desk(filter_of(config), who), Backoff()
    while not _has_something(config):
        try:
            if not config.plan.exists():
                desk.delivery.take_plan()
            if not (config.bundle / "index.bin").exists():
                desk.delivery.take_bundle()
        except (NotTaken, Away, Refused, OSError) as why:
            log.warning("chưa có quy tắc và danh sách đầu tiên, sẽ thử lại: %s", why)
            threading.Event().wait(pause.next())


class _KeeperGone(threading.Event):
    """Set when the process that made this one is gone, so that nobody waits for ever."""

    def __init__(self) -> None:
        super().__init__()
        self._keeper = os.getppid()

    def is_set(self) -> bool:
        return super().is_set() or os.getppid() != self._keeper


def run_link(config: Config) -> None:
    """In a process of its own, until told to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gone = _KeeperGone()
    who = _come_in(config, gone)
    if who is not None:
        Link(filter_of(config), who).run()
    while who is None and not gone.is_set():
        gone.wait(IDLE_S)  # nothing to do here, and no reason to be made anew each second


def _come_in(config: Config, stop: threading.Event) -> Enrolled | None:
    """A code that was written down wrongly is said; the filter goes on as it is."""
    try:
        return enrolled_or_waiting(config.state, config.province_url, config.province_code, stop)
    except BadCode as wrong:
        log.error("[province] code: %s", wrong)
        return enrolled(config.state)


def _refuse_bad_code(config: Config) -> None:
    """Where there is nothing to follow yet, nobody would see why the filter waits."""
    try:
        if config.province_code:
            read_code(config.province_code)
    except BadCode as wrong:
        raise BadConfig(f"[province] code: {wrong}") from None


def filter_of(config: Config) -> Filter:
    """Plain addresses alone can be asked whether they live."""
    plain = tuple((each.address, each.port) for each in config.upstreams if _is_plain(each))
    return Filter(Places(config.bundle, config.plan, config.state), config.counters, plain)


def _is_plain(upstream: object) -> bool:
    return getattr(upstream, "protocol", "udp") == "udp"


def _has_something(config: Config) -> bool:
    files = (config.plan, config.bundle / "index.bin")
    good: tuple[Path, ...] = (config.state / GOOD / PLAN, config.state / GOOD / "index.bin")
    return all(each.exists() for each in files) or all(each.exists() for each in good)
