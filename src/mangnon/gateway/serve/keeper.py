"""The first process: forks the others, makes new ones for those that die, watches the files.

It opens no socket and answers nothing, so that nothing from the network can bring it down. At
SIGHUP it reads its config again and exchanges the processes, new ones first.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from contextlib import suppress
from types import FrameType

from mangnon.gateway.serve.config import BadConfig, Config, read_config
from mangnon.gateway.serve.province import be_ready, is_steered, run_link
from mangnon.gateway.serve.site import BadSite, Site, Stamp, read_site, stamp
from mangnon.gateway.serve.state import NotCopied, adopt, good_site, mend
from mangnon.gateway.serve.worker import Worker, calm_collector

log = logging.getLogger("mangnon.gateway")
LOOK_S, GRACE_S = 0.25, 3.0
QUICK_DEATH_S, PAUSE_S = 1.0, 1.0
RETRY_S = 5.0  # after a copy that found no room


def first_site(config: Config) -> Site:
    """What to begin with: the files, or the last good ones when they are bad. Raises BadSite.

    Files that are good but cannot be copied, as on a full disk, are followed where they stand when
    there is nothing else.
    """
    try:
        return adopt(config)
    except BadSite as wrong:
        try:
            with suppress(OSError):
                mend(config)
            site = good_site(config)
        except BadSite:
            site = read_site(config.bundle, config.plan)
            log.error("dùng thẳng các tệp, không có bản sao: %s", wrong)
            return site
        log.error("dùng bộ quy tắc tốt gần nhất: %s", wrong)
        return site


class Keeper:
    """Runs until SIGTERM or SIGINT."""

    def __init__(self, config: Config) -> None:
        self.config = config
        be_ready(config)
        self.site = first_site(config)
        self._seen: Stamp | None = self._stamp()
        self._born: dict[int, float] = {}
        self._coming: list[tuple[float, bool]] = []  # who is to be born when; whether as the link
        self._link = 0  # the process that follows the province, 0 where there is none
        self._stopping = self._reloading = False
        self._retry_at = 0.0  # when files that found no room are tried again, 0 for none

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, self._hang_up)  # a process that is just born hears it too
        self._fork_all()
        while not self._stopping:
            time.sleep(LOOK_S)
            if self._reloading:
                self._reloading = False
                self._reload()
            self._replace_dead()
            self._look()
            if not self._link and is_steered(self.config):
                self._fork(link=True)
        self._end(self._born)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _hang_up(self, number: int, frame: FrameType | None) -> None:
        self._reloading = True

    def _fork_all(self) -> None:
        while len(self._born) < self.config.workers:
            self._fork()
        places = ", ".join(f"{each} cổng {self.config.port}" for each in self.config.addresses)
        log.info("bộ lọc chạy ở %s với %d tiến trình", places, self.config.workers)

    def _reload(self) -> None:
        """Processes of the new config beside the old ones, which go when the new ones live. A
        config that cannot be followed is said and left."""
        before = self.config, self.site, self._born, self._link
        try:
            self.config = read_config(self.config.file)
            self.site = first_site(self.config)
        except (BadConfig, BadSite) as wrong:
            log.error("không nhận cấu hình mới, giữ cấu hình đang dùng: %s", wrong)
            self.config = before[0]
            return
        self._born, self._coming, self._link = {}, [], 0
        self._fork_all()
        time.sleep(QUICK_DEATH_S)
        if self._dead(self._born):
            log.error("không chạy được theo cấu hình mới, giữ cấu hình đang dùng")
            self._end(self._born)
            self.config, self.site, self._born, self._link = before
            return
        self._seen = self._stamp()
        self._end(before[2])
        log.info("cấu hình mới có hiệu lực")

    def _fork(self, *, link: bool = False) -> None:
        child = os.fork()
        if child:
            self._born[child] = time.monotonic()
            self._link = child if link else self._link
            return
        code = 1
        try:
            if link:
                run_link(self.config)
            else:
                asyncio.run(_work(self.config, self.site))
            code = 0
        except OSError as wrong:
            log.error("tiến trình không chạy được: %s", wrong)
        except BaseException:
            log.exception("tiến trình dừng vì lỗi")
        finally:
            os._exit(code)

    def _replace_dead(self) -> None:
        """A new process for each that died; with a pause where it died as soon as it was born."""
        now = time.monotonic()
        for child, born in self._dead(self._born).items():
            what = "kết nối" if child == self._link else "trả lời"
            log.error("tiến trình %s (%d) đã dừng, tạo tiến trình mới", what, child)
            pause = PAUSE_S if now - born < QUICK_DEATH_S else 0.0
            self._coming.append((now + pause, child == self._link))
        for due, link in [each for each in self._coming if each[0] <= now]:
            self._coming.remove((due, link))
            self._fork(link=link)

    @staticmethod
    def _dead(children: dict[int, float]) -> dict[int, float]:
        """Those that have died, with their birth; they are children no more."""
        dead = [child for child in children if os.waitpid(child, os.WNOHANG)[0]]
        return {child: children.pop(child) for child in dead}

    def _look(self) -> None:
        """New files are tried once; good ones are in force at once, bad ones are said and left.
        Good ones that find no room are tried again."""
        seen = self._stamp()
        if seen is None or (seen == self._seen and not self._due()):
            return
        self._seen, self._retry_at = seen, 0.0
        try:
            self.site = adopt(self.config)
        except BadSite as wrong:
            if isinstance(wrong, NotCopied):
                self._retry_at = time.monotonic() + RETRY_S
            log.error("không nhận bộ quy tắc mới, giữ bộ đang dùng: %s", wrong)
            return
        log.info("bộ quy tắc mới có hiệu lực")
        for child in self._born:
            os.kill(child, signal.SIGHUP)

    def _due(self) -> bool:
        return 0 < self._retry_at <= time.monotonic()

    def _stamp(self) -> Stamp | None:
        """None while a file is away, as it is for a moment when a bundle is moved into place."""
        try:
            return stamp(self.config.bundle, self.config.plan)
        except BadSite:
            return None

    def _end(self, children: dict[int, float]) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        late = time.monotonic() + GRACE_S
        while children and time.monotonic() < late:
            self._dead(children)
            time.sleep(0.02)
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


async def _work(config: Config, site: Site) -> None:
    worker = Worker(config, site)
    calm_collector()
    await worker.run()
