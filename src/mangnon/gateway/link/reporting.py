"""Telling the platform: what is in force, what was counted, what was asked, what is wrong.

At once when something else is in force or somebody asks for a site, else once a minute.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from mangnon import __version__
from mangnon.gateway.link import force, spool
from mangnon.gateway.link.backoff import Backoff
from mangnon.gateway.link.delivering import MACHINES
from mangnon.gateway.link.desk import Desk
from mangnon.gateway.link.listening import Listener
from mangnon.gateway.link.outgoing import Batch, Outgoing
from mangnon.gateway.link.report import Report, Trouble
from mangnon.gateway.link.talking import Answer, Away, Refused
from mangnon.gateway.link.troubles import recent_troubles

log = logging.getLogger("mangnon.gateway")
REPORT_S, DAY_S, ADOPTING_S, MOST_SKEW_S = 60.0, 86_400.0, 10.0, 60


class Reporter:
    """Tells the platform what is in force, what was counted, what was asked, what is wrong."""

    def __init__(self, desk: Desk, listener: Listener) -> None:
        self.desk, self.listener, self.pause = desk, listener, Backoff()
        counters = desk.filter.counters
        self.outgoing = Outgoing(counters, desk.state) if counters else None
        self._next_at = self._forget_at = self._not_adopted_since = 0.0
        self._told: tuple[int, int] | None = None
        self._asked: frozenset[Path] = frozenset()
        self.skew_s = 0
        self._upstream_lost, self._ask_upstream_at = 0, 0.0

    def look(self) -> None:
        """Report when it is time, or when there is something that should not wait."""
        now = time.monotonic()
        urgent = self._changed() and not self.pause.failures
        if now < self._next_at and not urgent:
            return
        try:
            more = self.report()
        except Refused as why:
            self.desk.refused(why)
            self._next_at = now + self.pause.next()
        except Away as why:
            self.desk.stands("away", str(why))
            self._next_at = now + self.pause.next()
        except (OSError, sqlite3.Error) as wrong:
            log.error("không báo cáo được: %s", wrong)
            self._next_at = now + self.pause.next()
        else:
            self.pause.reset()
            self._next_at = now if more else now + REPORT_S

    def _changed(self) -> bool:
        """Something else is in force, or somebody asks whose ask was not told yet."""
        asked = spool.names(self.desk.state) - self._asked
        return bool(asked) or force.changed_at(self.desk.state) != self._told

    def report(self) -> bool:
        """Send one report. Returns whether there is more to send."""
        told, now = force.changed_at(self.desk.state), datetime.now(UTC)
        batch = self._batch(now)
        asks = spool.waiting_asks(self.desk.state)
        trails = spool.waiting_trails(self.desk.state)
        found = force.in_force(self.desk.state) or force.InForce()
        doctor = spool.waiting_doctor(self.desk.state)
        report = Report(
            version=__version__,
            plan=found.plan,
            bundle=found.bundle,
            ident=batch.ident if batch else "",
            counted=batch.counted if batch else (),
            top=batch.top if batch else (),
            asks=tuple(asks.values()),
            trails=trails,
            troubles=self._troubles(now),
            skew_s=self.skew_s,
            doctor=doctor,
        )
        answer = self.desk.talker.ask(f"{MACHINES}/bao-cao", said=report.as_dict())
        self._look_at_clock(answer, now)
        taken = answer.json()
        counted = batch is not None and taken.get("counted") == batch.ident
        if counted and batch and self.outgoing:
            self.outgoing.taken(batch.ident)
        known = set(taken.get("asks", ()))
        spool.remove(path for path, ask in asks.items() if ask.id in known)
        if doctor and taken.get("doctor"):
            spool.remove([self.desk.state / spool.DOCTOR])
        followed = bool(trails) and taken.get("trails") == len(trails)
        if followed:
            spool.trails_taken(self.desk.state, trails)
        self._told, self._asked = told, frozenset(asks)
        return counted or followed

    def _batch(self, now: datetime) -> Batch | None:
        if self.outgoing is None:
            return None
        if time.monotonic() >= self._forget_at:
            self.outgoing.forget_old()
            self._forget_at = time.monotonic() + DAY_S
        return self.outgoing.next(now)

    def _look_at_clock(self, answer: Answer, sent_at: datetime) -> None:
        try:
            theirs = parsedate_to_datetime(answer.headers.get("date", ""))
        except (ValueError, TypeError):
            return
        self.skew_s = round((sent_at - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds())

    def _troubles(self, now: datetime) -> tuple[Trouble, ...]:
        """What is wrong now, then what went wrong lately."""
        words = [each for each in (self.listener.wrong, *self._wrong_now()) if each]
        at = now.strftime("%Y-%m-%dT%H:%MZ")
        noted = [one for one in recent_troubles(self.desk.state, now) if one.words not in words]
        return (*(Trouble(at, each[:280]) for each in words), *noted)[:20]

    def _wrong_now(self) -> list[str]:
        words = []
        followed, found = self.desk.delivery.followed, force.in_force(self.desk.state)
        behind = found is None or (followed.plan, followed.bundle) != (found.plan, found.bundle)
        if not behind:
            self._not_adopted_since = 0.0
        elif not self._not_adopted_since:
            self._not_adopted_since = time.monotonic()
        elif time.monotonic() - self._not_adopted_since > ADOPTING_S:
            words.append(f"bộ lọc không nhận quy tắc bản {followed.plan}, gói {followed.bundle}")
        if abs(self.skew_s) > MOST_SKEW_S:
            words.append(f"đồng hồ của máy lọc lệch {self.skew_s} giây")
        if force.disk_is_full(self.desk.state):
            words.append("đĩa của máy lọc sắp đầy")
        if self._loses_upstream():
            words.append("không máy chủ DNS phía trên nào trả lời")
        return words

    def _loses_upstream(self) -> bool:
        """Twice in a row, a minute apart: one packet may be lost."""
        if time.monotonic() < self._ask_upstream_at:
            return self._upstream_lost > 1
        self._ask_upstream_at = time.monotonic() + REPORT_S
        upstreams = self.desk.filter.upstreams
        lost = bool(upstreams) and not force.any_answers(upstreams)
        self._upstream_lost = self._upstream_lost + 1 if lost else 0
        return self._upstream_lost > 1
