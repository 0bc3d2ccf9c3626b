"""How many whole reports a second the real stack takes, and how long each reporter waits.

    python bench/reports_load.py [--store postgresql|sqlite] [--seconds 600] [--rate 40]

A report is what a browser without script does: the start page, four pages of questions, each asked
for and sent, the receipt: 10 requests with cookies and a session. A third are in danger, two thirds
are not. They arrive at a fixed rate whether or not the ones before are done, and a reporter's time
counts from the moment of arriving. Then 500 reporters come within a minute from one address.
PostgreSQL has fsync on and two `mangnon web`; SQLite one. Prints one JSON line each; exits with 1
when a promise is broken. The figures of the peers are quoted (their own load of two requests a
report), not run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reports.faults.browser import Broken, Browser  # noqa: E402
from tests.reports.faults.postgres import Absent  # noqa: E402
from tests.reports.faults.reporter import GaveUp, Refused, Reporter, Story  # noqa: E402
from tests.reports.faults.stack import Stack, standing  # noqa: E402

GOALS = {"postgresql": 40, "sqlite": 15}
WITHIN_MS = 1000
QUOTED = {"Hush Line": "10-12 reports a second", "GlobaLeaks": "0.1-0.2 reports a second"}
BEST_PEER_A_SECOND = 12
_COMMUNES = ("21289", "21292", "21028", "")


def a_story(number: int) -> Story:
    chance = random.Random(number)
    said = {
        "safe": "no" if number % 3 == 0 else "yes",
        "kind": chance.choice(["bullying", "violence", "neglect", "other"]),
        "commune": chance.choice(_COMMUNES),
        "accused": chance.choice(["peer", "family", "unknown"]),
    }
    age = chance.choice(["6_10", "11_13", "adult"])
    return Story(f"Bạn lấy cặp của em và đổ nước vào vở, lần thứ {number}.", age, said)


@dataclass
class Times:
    """How long those took who were acknowledged, and what went wrong with the others."""

    taken_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    given_work: int = 0
    requests: int = 0

    def at(self, share: float) -> float:
        ranked = sorted(self.taken_ms)
        return round(ranked[max(0, round(len(ranked) * share) - 1)], 1) if ranked else 0.0

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "p50_ms": self.at(0.5),
            "p95_ms": self.at(0.95),
            "p99_ms": self.at(0.99),
            "errors": len(self.errors),
            "first_errors": self.errors[:3],
            "given_work": self.given_work,
            "requests": self.requests,
        }


async def one_report(browser: Browser, number: int, due: float, times: Times) -> None:
    asked, reporter = browser.asked, Reporter(browser)
    browser.new_person()
    try:
        await reporter.tell(a_story(number))
    except (GaveUp, Refused, Broken) as wrong:
        times.errors.append(repr(wrong))
    else:
        times.taken_ms.append((time.perf_counter() - due) * 1000)
    times.given_work += reporter.given_work
    times.requests += browser.asked - asked


async def steady(ports: Sequence[int], rate: float, seconds: float, clients: int) -> Times:
    """Reports at the rate, taken up by so many browsers; those that find none free wait in line."""
    times, line = Times(), asyncio.Queue[tuple[int, float] | None]()

    async def window(port: int) -> None:
        browser = Browser(port)
        while (next_one := await line.get()) is not None:
            await one_report(browser, *next_one, times)
        browser.close()

    windows = [asyncio.ensure_future(window(ports[at % len(ports)])) for at in range(clients)]
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line.put_nowait((number, due))
    for _ in windows:
        line.put_nowait(None)
    await asyncio.gather(*windows)
    return times


async def burst(ports: Sequence[int], reporters: int, seconds: float) -> Times:
    """So many people behind one address, each with a browser of their own."""
    times, chance = Times(), random.Random(5)

    async def person(number: int) -> None:
        await asyncio.sleep(chance.random() * seconds)
        browser = Browser(ports[number % len(ports)])
        await one_report(browser, number, time.perf_counter(), times)
        browser.close()

    await asyncio.gather(*(person(number) for number in range(reporters)))
    return times


def measured(stack: Stack, run: Callable[[], Awaitable[Times]]) -> tuple[Times, dict[str, float]]:
    """With what it cost the machine."""

    async def started() -> Times:
        return await run()

    before, began = cpu_seconds(stack), time.perf_counter()
    times = asyncio.run(started())
    spent = time.perf_counter() - began
    done = max(1, len(times.taken_ms))
    cost = {
        f"{who}_cpu_ms_a_report": round((now - before[who]) / done * 1000, 1)
        for who, now in cpu_seconds(stack).items()
    }
    return times, {"a_second": round(done / spent, 1), **cost}


def cpu_seconds(stack: Stack) -> dict[str, float]:
    """Of all who share the machine: web and worker, the database, these browsers."""
    database = stack.postgres.cpu_seconds() if stack.postgres else 0.0
    return {
        "web": stack.cpu_seconds(),
        "database": database,
        "browsers": time.process_time(),
    }


def measure(store: str, given: argparse.Namespace) -> bool:
    rate = given.rate or GOALS[store]
    with standing(store, webs=2 if store == "postgresql" else 1) as stack:
        ports = list(stack.ports.values())
        asyncio.run(steady(ports, 5, 3, 5))  # what is read once is read before
        times, cost = measured(stack, lambda: steady(ports, rate, given.seconds, given.clients))
        kept_up = cost["a_second"] >= rate * 0.98
        holds = not times.errors and times.at(0.95) < WITHIN_MS and kept_up
        say(
            bench="reports_load", store=store, clients=given.clients, seconds=given.seconds,
            wanted_a_second=rate, **cost, **times.figures,
            goal={"a_second": GOALS[store], "p95_ms": WITHIN_MS, "errors": 0},
            peers_quoted=QUOTED, to_best_peer=round(cost["a_second"] / BEST_PEER_A_SECOND, 1),
            holds=holds,
        )  # fmt: skip
        if given.burst:
            within = min(60.0, given.seconds)
            crowd, _ = measured(stack, lambda: burst(ports, given.burst, within))
            say(
                bench="reports_burst", store=store, reporters=given.burst, seconds=within,
                accepted=len(crowd.taken_ms), **crowd.figures,
                goal={"accepted": given.burst}, peers_quoted={"GlobaLeaks": "5 an hour by address"},
                holds=len(crowd.taken_ms) == given.burst,
            )  # fmt: skip
            holds = holds and len(crowd.taken_ms) == given.burst
    return holds


def say(**facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", choices=["postgresql", "sqlite", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=0, help="reports a second; 0 for the goal")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--burst", type=int, default=500, help="people at one address; 0 for none")
    return parser.parse_args()


def main() -> int:
    given, held = arguments(), []
    for store in list(GOALS) if given.store == "both" else [given.store]:
        try:
            held.append(measure(store, given))
        except Absent:
            say(bench="reports_load", store=store, skipped="PostgreSQL is not installed")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
