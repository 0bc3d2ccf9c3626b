"""The first process: forks the others, makes new ones for those that die, watches the files.

It opens no socket and answers nothing, so that nothing from the network can bring it down.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from types import FrameType

from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.province import be_ready, is_steered, run_link
from mangnon.gateway.serve.site import BadSite, Site, Stamp, read_site, stamp
from mangnon.gateway.serve.state import adopt, good_site
from mangnon.gateway.serve.worker import Worker

log = logging.getLogger("mangnon.gateway")
LOOK_S, GRACE_S = 0.25, 3.0
QUICK_DEATH_S, PAUSE_S = 1.0, 1.0


def first_site(config: Config) -> Site:
    """What to begin with: the files, or the last good ones when they are bad. Raises BadSite.

    Files that are good but cannot be copied, as on a full disk, are followed where they stand when
    there is nothing else.
    """
    try:
        return adopt(config)
    except BadSite as wrong:
        try:
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
        self._link = 0  # the process that follows the province, 0 where there is none
        self._stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a process that is just born hears it too
        while len(self._born) < self.config.workers:
            self._fork()
        places = ", ".join(f"{each} cổng {self.config.port}" for each in self.config.addresses)
        log.info("bộ lọc chạy ở %s với %d tiến trình", places, self.config.workers)
        while not self._stopping:
            time.sleep(LOOK_S)
            self._replace_dead()
            self._look()
            if not self._link and is_steered(self.config):
                self._fork(link=True)
        self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

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
        for child in self._dead():
            born = self._born.pop(child)
            if self._stopping:
                continue
            what = "kết nối" if child == self._link else "trả lời"
            log.error("tiến trình %s (%d) đã dừng, tạo tiến trình mới", what, child)
            if time.monotonic() - born < QUICK_DEATH_S:
                time.sleep(PAUSE_S)
            self._fork(link=child == self._link)

    def _dead(self) -> list[int]:
        return [child for child in list(self._born) if os.waitpid(child, os.WNOHANG)[0]]

    def _look(self) -> None:
        """New files are tried once; good ones are in force at once, bad ones are said and left."""
        seen = self._stamp()
        if seen is None or seen == self._seen:
            return
        self._seen = seen
        try:
            self.site = adopt(self.config)
        except BadSite as wrong:
            log.error("không nhận bộ quy tắc mới, giữ bộ đang dùng: %s", wrong)
            return
        log.info("bộ quy tắc mới có hiệu lực")
        for child in self._born:
            os.kill(child, signal.SIGHUP)

    def _stamp(self) -> Stamp | None:
        """None while a file is away, as it is for a moment when a bundle is moved into place."""
        try:
            return stamp(self.config.bundle, self.config.plan)
        except BadSite:
            return None

    def _end(self) -> None:
        for child in self._born:
            os.kill(child, signal.SIGTERM)
        late = time.monotonic() + GRACE_S
        while self._born and time.monotonic() < late:
            for child in self._dead():
                del self._born[child]
            time.sleep(0.02)
        for child in self._born:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


async def _work(config: Config, site: Site) -> None:
    await Worker(config, site).run()
