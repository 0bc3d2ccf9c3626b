"""`python -m tests.reports.faults`: is a report ever lost that was acknowledged?

The real stack (`mangnon web`, `mangnon work`, SQLite or a PostgreSQL with fsync on) on a disk of
its own; reporters who press reload; faults of eight kinds at equal distances. Then every receipt
that a page showed is looked up, every report is opened with the key of its unit, and the record is
counted and verified. Prints one JSON line for each fault and one for the whole; exits with 1 when
anything acknowledged is not there exactly once.

    python -m tests.reports.faults --reports 20000 --faults 50 --store postgresql
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.reports.faults.browser import Browser
from tests.reports.faults.disk import Disk
from tests.reports.faults.kinds import KINDS, STOPPED_SECONDS, Scene, possible
from tests.reports.faults.postgres import Absent
from tests.reports.faults.proxy import Wire
from tests.reports.faults.reconcile import reconcile, set_up
from tests.reports.faults.reporter import Acknowledged, GaveUp, Refused, Reporter, Story
from tests.reports.faults.stack import Stack

_TRIES = 120
_SAMPLE = 200
_COMMUNES = ("21289", "21292", "21028", "")


@dataclass
class Run:
    """How far it has come."""

    wanted: int
    shown: list[Acknowledged] = field(default_factory=list)
    gave_up: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.shown) + self.gave_up + len(self.refused)


def stories(count: int, chance: random.Random) -> Iterator[Story]:
    for number in range(count):
        said = {
            "safe": chance.choice(["yes", "yes", "no"]),
            "kind": chance.choice(["bullying", "violence", "other"]),
            "commune": chance.choice(_COMMUNES),
            "accused": "peer",
        }
        yield Story(
            f"Bạn lấy cặp của em, lần thứ {number}.", chance.choice(["6_10", "adult"]), said
        )


async def report_on(run: Run, reporter: Reporter, all_stories: Iterator[Story]) -> None:
    """One window at which one person sits down after the other."""
    for story in all_stories:
        reporter.browser.new_person()
        try:
            run.shown.append(await reporter.tell(story))
        except GaveUp:
            run.gave_up += 1
        except Refused as why:
            run.refused.append(str(why))


async def tend(stack: Stack) -> None:
    while True:
        await asyncio.to_thread(stack.tend)
        await asyncio.sleep(0.5)


async def break_things(run: Run, scene: Scene, faults: int) -> Counter[str]:
    """Kind after kind, one each `wanted / (faults + 1)` reports."""
    kinds, made = possible(scene), Counter[str]()
    for number in range(faults):
        while run.done < run.wanted * (number + 1) / (faults + 1):
            await asyncio.sleep(0.05)
        name = list(kinds)[number % len(kinds)]
        began, done = time.monotonic(), run.done
        await kinds[name](scene)
        await asyncio.sleep(1)
        await asyncio.to_thread(scene.stack.wait)
        made[name] += 1
        say(fault=name, number=number + 1, reports=done, down_s=round(time.monotonic() - began, 1))
    return made


async def storm(run: Run, scene: Scene, faults: int, clients: int) -> Counter[str]:
    await scene.wire.open()
    queue = stories(run.wanted, scene.chance)
    patience = STOPPED_SECONDS - 2
    for _ in range(clients):
        browser = Browser(scene.wire.port, patience_s=patience)
        scene.reporters.append(Reporter(browser, tries=_TRIES))
    tending = asyncio.ensure_future(tend(scene.stack))
    breaking = asyncio.ensure_future(break_things(run, scene, faults))
    await asyncio.gather(*(report_on(run, one, queue) for one in scene.reporters))
    made = await breaking
    tending.cancel()
    return made


async def looked_up(port: int, shown: list[Acknowledged]) -> int:
    """How many of these the page of receipts does not open."""
    browser, closed = Browser(port), 0
    for one in shown:
        page = await browser.open("/bao-tin/tra-loi/")
        page = await browser.send(page.path, {**page.fields, "code": one.receipt})
        closed += page.status != 200 or "token" not in page.fields
    return closed


def say(**facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)  # noqa: T201


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reports.faults")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--faults", type=int, default=50)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--seed", type=int, default=4)
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    home = Path(tempfile.mkdtemp(prefix="mangnon-faults-"))
    disk = Disk(home)
    try:
        stack = Stack(disk.folder, wanted.store, clock=True)
    except Absent:
        disk.close()
        say(soak="reports", store=wanted.store, skipped="PostgreSQL is not installed")
        return 0
    chance = random.Random(wanted.seed)
    scene = Scene(stack, disk, Wire(stack.port, chance), chance)
    run, began = Run(wanted.reports), time.monotonic()
    try:
        stack.begin()
        made = asyncio.run(storm(run, scene, wanted.faults, wanted.clients))
        return judge(wanted, run, scene, made, time.monotonic() - began)
    finally:
        stack.stop()
        disk.close()
        shutil.rmtree(home, ignore_errors=True)


def judge(
    wanted: argparse.Namespace, run: Run, scene: Scene, made: Counter[str], spent_s: float
) -> int:
    set_up(scene.stack.env)
    sample = scene.chance.sample(run.shown, min(_SAMPLE, len(run.shown)))
    closed = asyncio.run(looked_up(scene.stack.port, sample))
    account = reconcile(run.shown)
    holds = account.holds and not (closed or run.refused or run.gave_up)
    say(
        soak="reports",
        store=wanted.store,
        submitted=run.done,
        acknowledged=len(run.shown),
        faults=made.total(),
        kinds=dict(made),
        not_possible_here=sorted(set(KINDS) - set(possible(scene))),
        failed_requests=sum(one.failed for one in scene.reporters),
        **signs_of(scene),
        gave_up=run.gave_up,
        refused=run.refused[:5],
        receipts_not_opened_by_page=closed,
        **asdict(account),
        seconds=round(spent_s),
        holds=holds,
    )
    return 0 if holds else 1


def signs_of(scene: Scene) -> dict[str, int]:
    """That the faults bit: connections cut, recoveries, writes refused, reports of a wrong day."""
    from datetime import timedelta

    from django.utils import timezone

    from mangnon.reports.models import Report

    near, now = timedelta(hours=1.5), timezone.now()
    here = Report.objects.filter(received_at__range=(now - near, now + near))
    return {
        "wires_cut": scene.wire.cut,
        "recoveries": scene.stack.said("automatic recovery in progress"),
        "lines_of_full_disk": scene.refusals(),
        "reports_of_a_wrong_time": Report.objects.count() - here.count(),
    }


if __name__ == "__main__":
    sys.exit(main())
