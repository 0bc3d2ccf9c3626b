"""The link: one process of the filter that follows the platform and tells it how things are.

Two threads: one waits for news and fetches what is new, the other reports. Nothing here is needed
for filtering: it may be killed at any moment, or find nobody for months.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

from mangnon.gateway.link import memory
from mangnon.gateway.link.desk import Desk, Filter
from mangnon.gateway.link.listening import Listener
from mangnon.gateway.link.memory import Enrolled
from mangnon.gateway.link.reporting import Reporter

log = logging.getLogger("mangnon.gateway")
LOOK_S = 0.5


class Link:
    def __init__(self, filter_: Filter, who: Enrolled) -> None:
        self.desk = Desk(filter_, who)
        self.listener = Listener(self.desk)
        self.reporter = Reporter(self.desk, self.listener)

    def run(self) -> None:
        """Until SIGTERM, or until the process that made it is gone."""
        keeper = os.getppid()
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        threading.Thread(target=self.listener.run, daemon=True).start()
        log.info("kết nối với %s", self.desk.who.url)
        while not self.desk.stop.wait(LOOK_S) and os.getppid() == keeper:
            if memory.enrolled(self.desk.state) != self.desk.who:
                log.info("đã ghi danh lại")  # the keeper begins again with who it is now
                return
            self.reporter.look()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.desk.stop.set()
