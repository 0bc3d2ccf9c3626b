"""Waiting for news of the platform and following it.

The hub answers when something is new. When it is away the platform itself is asked every few
seconds, and the hub tried again now and then.
"""

from __future__ import annotations

import logging
import time
from urllib.parse import urlencode

from mangnon.gateway.link.backoff import Backoff, spread
from mangnon.gateway.link.delivering import MACHINES, NotTaken
from mangnon.gateway.link.desk import Desk
from mangnon.gateway.link.talking import Answer, Away, Refused

log = logging.getLogger("mangnon.gateway")
SOON_S, POLL_S, HUB_AGAIN_S, HUB_TIMEOUT_S = 0.1, 5.0, 30.0, 75.0


class Listener:
    """Waits for news and follows it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.pause = desk, Backoff()
        self.hub, self._hub_again, self._etag = desk.who.hub, 0.0, ""
        self.wrong, self._met = "", False

    def run(self) -> None:
        while not self.desk.stop.is_set():
            self.desk.stop.wait(self.once())

    def once(self) -> float:
        """One look. Returns the seconds until the next."""
        try:
            wait = self._follow_news()
        except (NotTaken, OSError) as wrong:
            self._say_wrong(f"không nhận được quy tắc hoặc danh sách mới: {wrong}")
            return self.pause.next()
        except Refused as why:
            self.desk.refused(why)
            return self.pause.next()
        except Away as why:
            self.desk.stands("away", str(why))
            return self.pause.next()
        self.pause.reset()
        self.wrong = ""
        self.desk.stands("well")
        return wait

    def _say_wrong(self, words: str) -> None:
        if words != self.wrong:
            log.error("%s", words)
        self.wrong = words

    def _follow_news(self) -> float:
        """At the hub while it is there, else at the platform, and there first of all: it says
        where the hub is now. Returns the seconds to wait."""
        have = self.desk.delivery.followed
        answer = (self._at_hub() if self._met else None) or self._at_platform()
        first, self._met = not self._met, True
        self._take(answer)
        self._etag = answer.headers.get("etag", self._etag)
        if not first and answer.status == 200 and have == self.desk.delivery.followed:
            return POLL_S  # told of something that is not there: not at once again
        return 0.0 if self._hub_is_there() else POLL_S

    def _hub_is_there(self) -> bool:
        return bool(self.hub) and time.monotonic() >= self._hub_again

    def _at_hub(self) -> Answer | None:
        """None when nobody is there."""
        if not self._hub_is_there():
            return None
        have = self.desk.delivery.followed
        query = {"site": self.desk.who.site, "plan": have.plan, "bundle": have.bundle}
        try:
            return self.desk.talker.ask(f"{self.hub}?{urlencode(query)}", timeout=HUB_TIMEOUT_S)
        except (Away, Refused) as why:
            if isinstance(why, Refused) and why.revoked:
                raise
            log.info("không chờ tin được ở %s: %s", self.hub, why)
            self._hub_again = time.monotonic() + HUB_AGAIN_S
            return None

    def _at_platform(self) -> Answer:
        headers = {"If-None-Match": self._etag} if self._etag else {}
        answer = self.desk.talker.ask(f"{MACHINES}/hien-hanh", headers=headers)
        if answer.status == 200:
            self.hub = str(answer.json().get("hub", self.hub))
        return answer

    def _take(self, answer: Answer) -> None:
        """What is newer; where many filters were told at once, they come one after another."""
        if answer.status != 200:
            return
        said, have = answer.json(), self.desk.delivery.followed
        self.desk.stop.wait(spread(float(said.get("spread", 0))))
        if int(said.get("plan", 0)) > have.plan:
            self.desk.delivery.take_plan()
        if int(said.get("bundle", 0)) > have.bundle:
            self.desk.delivery.take_bundle()
