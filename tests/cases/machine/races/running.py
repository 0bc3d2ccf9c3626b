"""The attempts start together in threads with connections of their own; then rows are counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connections

from mangnon.base.audit.api import head, rows_about
from mangnon.cases.models import Case
from mangnon.cases.refusals import Refusal
from tests.cases.machine.cast import Cast
from tests.cases.machine.races.again import Touched, kept
from tests.cases.machine.races.kinds import Attempt, Kind

RUNNERS = 2


@dataclass
class Told:
    """How many races were run of a kind, who won them, and what was wrong."""

    races: int = 0
    winners: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def at_once(lines: Executor, attempts: list[Attempt]) -> list[str]:
    """How each attempt ended: done, or refused by name. Anything else is what it was.

    None of them begins before all have a thread, so that no two share a connection.
    """
    ready = threading.Barrier(len(attempts))

    def run(attempt: Attempt) -> str:
        ready.wait()
        try:
            attempt()
        except Refusal:
            return "refused"
        except Exception as wrong:
            return repr(wrong)
        return "done"

    return list(lines.map(run, attempts))


@contextmanager
def connected(count: int, touched: Touched) -> Iterator[Executor]:
    """Threads that keep their connections from one race to the next: at PostgreSQL a new one costs
    more than the race. What they write to is noted."""
    with ThreadPoolExecutor(count, initializer=touched.watch) as lines:
        yield lines
        all_here = threading.Barrier(count)

        def leave(_: int) -> None:
            all_here.wait()
            connections.close_all()

        list(lines.map(leave, range(count)))


def run(kind: Kind, cast: Cast, races: int) -> Told:
    """The same race so many times; the case is put back after each, and looked over after all."""
    start, told, touched = kept(cast.case), Told(), Touched()
    with connected(RUNNERS, touched) as lines:
        for _ in range(races):
            events, before = cast.case.events.count(), head()
            ends = at_once(lines, kind.start(cast))
            wrong = _wrong(kind, cast, ends, events, before[0] if before else 0)
            told.races += 1
            told.winners[ends.index("done") if "done" in ends else -1] += 1
            told.wrong += [f"{kind.name}: {wrong} {ends}"] if wrong else []
            start.put_back(touched)
            touched.clear()
    told.wrong += [] if start.stands() else [f"{kind.name}: a race began where none had stood"]
    return told


def _wrong(kind: Kind, cast: Cast, ends: list[str], events: int, before: int) -> str:
    if Counter(ends) != Counter(done=kind.done, refused=len(ends) - kind.done):
        return "not one winner"
    if cast.case.events.count() != events + 1:
        return "not one event"
    rows = rows_about(cast.case).filter(seq__gt=before)
    if sum("number" in row.facts for row in rows) != 1:
        return "not one row of the record"
    case = Case.objects.get(pk=cast.case.pk)
    last = case.events.order_by("-number").first()
    assert last is not None
    return "" if last.number == events + 1 else "a number that is not the next"
