"""Ten thousand clocks over Tết, with restarts and a clock that jumps: none missed, none told twice.

Opens cases with clocks of every rule on SQLite in a folder of its own (or on DATABASE_URL), then
lets a worker look each minute of a made-up calendar: it is killed and started again, its clock is
set wrong and right, and every alarm must be told once, within 60 s of its moment while a worker
lives. A look takes what it takes; the slowest is printed. One JSON line.

python bench/deadlines.py [--clocks 10000] [--days 30]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
START = datetime(2027, 1, 25, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MINUTE = timedelta(minutes=1)
RULES = ("emergency_12h", "ack", "plan", "approval", "content", "crime", "separation", "service")


def start_django(folder: str) -> None:
    os.environ["MANGNON_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
    os.environ.setdefault("MANGNON_LOG", "json")
    import logging

    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a measurement")
    call_command("migrate", interactive=False, verbosity=0)


def cast_with_tet() -> Any:
    """A case to which the clocks belong, and the days off of Tết 2027 in the calendar."""
    from tests.cases.machine.cast import make_cast

    from mangnon.directives.models import Holiday

    for day in range(5, 12):
        Holiday.objects.create(on=date(2027, 2, day), name="Tết")
    return make_cast()


def start_all(case: Any, count: int) -> None:
    """Clocks of every rule, one after the other through the first half of the time."""
    from mangnon.cases.actions.running import _started
    from mangnon.cases.machine.facts import Start
    from mangnon.cases.models import Deadline
    from mangnon.directives.api import days_off

    calendar, rows = days_off(), []
    for number in range(count):
        at = START + number * timedelta(days=14) / count
        rule = RULES[number % len(RULES)]
        until = at.date() + timedelta(days=number % 14)
        rows.append(_started(case, Start(f"{rule}:{number}", at, until), calendar))
    Deadline.objects.bulk_create(rows, batch_size=500)


@dataclass
class Heard:
    """What a worker told, and how late after its moment."""

    marks: Counter[tuple[int, int]] = field(default_factory=Counter)
    latest: timedelta = timedelta()
    slowest: float = 0.0

    def look(self, now: datetime, alive_since: datetime, moments: dict[Any, datetime]) -> None:
        from mangnon.cases.actions import alarming

        real = alarming._take

        def take(due: Any) -> bool:
            mine = real(due)
            if mine and due.mark is not None:
                key = (due.clock.pk, due.mark)
                self.marks[key] += 1
                late = now - max(moments[key], alive_since)
                self.latest = max(self.latest, late)
            return mine

        alarming._take = take
        begun = time.perf_counter()
        alarming.review_clocks(now)
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        alarming._take = real


def deliver_all() -> None:
    """Letters leave by another process; here they are put down as sent."""
    from mangnon.base.jobs.models import Job
    from mangnon.base.notices.models import Outbox

    Outbox.objects.filter(state="waiting").update(state="sent")
    Job.objects.all().delete()


def walk(heard: Heard, days: int, moments: dict[Any, datetime]) -> int:
    """Minute by minute, but only those in which something happens or has just been made up for."""
    from mangnon.cases.models import Deadline

    now, alive, end, looks = START, START, START + timedelta(days=days), 0
    while now < end:
        heard.look(now, alive, moments)
        looks += 1
        if looks % 50 == 0:
            deliver_all()
        if looks % 1000 == 500:  # killed, and started again after two hours
            now += timedelta(hours=2)
            alive = now
        elif looks % 1000 == 900:  # the machine's clock is two days wrong for a while
            heard.look(now - timedelta(days=2), alive, moments)
        waiting = Deadline.objects.filter(ended_at=None, next_alarm_at__isnull=False)
        first = waiting.order_by("next_alarm_at").values_list("next_alarm_at", flat=True).first()
        if first is None:
            break
        # The worker looks at full minutes: the first one at or after the next alarm.
        skipped = max(1, -(-(first - now) // MINUTE))
        now += MINUTE * skipped
    return looks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clocks", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        from django.db import connection

        from mangnon.cases.clocks import alarms
        from mangnon.cases.models import Deadline
        from mangnon.directives.api import days_off

        cast = cast_with_tet()
        cast.case.deadlines.all().delete()
        start_all(cast.case, wanted.clocks)
        calendar = days_off()
        moments = {
            (row.pk, mark): at
            for row in Deadline.objects.all()
            for mark, at in alarms(row.rule, row.started_at, row.due_at, calendar)
        }
        heard = Heard()
        looks = walk(heard, wanted.days, moments)
        ends = {pk for pk, mark in heard.marks if mark == 100}
        figure = {
            "bench": "deadlines",
            "database": connection.vendor,
            "clocks": wanted.clocks,
            "looks": looks,
            "told": sum(heard.marks.values()),
            "missed": Deadline.objects.exclude(pk__in=ends).count(),
            "twice": sum(count > 1 for count in heard.marks.values()),
            "latest_s": heard.latest.total_seconds(),
            "slowest_look_s": round(heard.slowest, 2),
        }
    print(json.dumps(figure, ensure_ascii=False))
    sys.exit(1 if figure["missed"] or figure["twice"] or heard.latest > MINUTE else 0)


if __name__ == "__main__":
    main()
