"""A flood of junk, and whether somebody in need still gets through and the officers can still work.

    python bench/reports_flood.py [--store postgresql|sqlite] [--junk 10000] [--seconds 300]

Bots send junk, one half from one address, the other from 500, without work and at once. Meanwhile
a genuine report comes every two seconds: one speaks of danger, one does the proof of work as a
script would, one takes its time to write. Two officers read their desk and the list of reports all
the while. Then the lanes are counted: no genuine report may lie among the
junk. Prints one JSON line; exits with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import re
import sys
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reports.faults.browser import Broken, Browser, Page  # noqa: E402
from tests.reports.faults.postgres import Absent  # noqa: E402
from tests.reports.faults.reconcile import set_up, words_of_all  # noqa: E402
from tests.reports.faults.reporter import GaveUp, Refused, Reporter, Story, receipt_on  # noqa: E402
from tests.reports.faults.stack import Stack, standing  # noqa: E402

from reports_load import Times, say  # noqa: E402

ACKNOWLEDGED_WITHIN_MS, OFFICERS_WITHIN_MS = 5000, 1000
JUNK, GENUINE = "aaa mua hàng giá rẻ", "Bạn lấy cặp của em"
OFFICERS = ("xa-son-ha@trinhdien.mangnon", "tinh@trinhdien.mangnon")
OFFICERS_PAGES = ("/ban-lam-viec/", "/vu-viec/tin-bao/")
_CHALLENGE = re.compile(rb'data-work="([^"]*)"')


class Bot:
    """What sends junk: the fewest requests that make a report, and no patience."""

    def __init__(self, port: int, address: str) -> None:
        self.browser = Browser(port, address)

    async def send(self, number: int) -> bool:
        self.browser.new_person()
        page = await self.browser.open("/bao-tin/")
        begun = await self.browser.send(page.path, {**page.fields, "age": "6_10"})
        story = begun.location.replace("an-toan", "chuyen-gi")
        csrf = {"csrfmiddlewaretoken": self.browser.cookies["csrftoken"]}
        told = {**csrf, "what": f"{JUNK} {number}", "kind": "other"}
        await self.browser.send(story, told)
        last = story.replace("chuyen-gi", "gui")
        return receipt_on(await self.browser.send(last, csrf)) is not None


class Worker(Reporter):
    """A reporter whose browser has scripts: it does what the page's own script does."""

    async def _before_sending(self, page: Page) -> dict[str, str]:
        found = _CHALLENGE.search(page.body)
        self.given_work += found is not None
        if found is None:
            return {}
        return {"proof": await asyncio.to_thread(proof_of, unescape(found[1].decode()))}


def proof_of(challenge: str) -> str:
    import altcha

    asked = json.loads(challenge)
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(asked))
    assert solution is not None
    done = {"counter": solution.counter, "derivedKey": solution.derived_key}
    return base64.b64encode(json.dumps({"challenge": asked, "solution": done}).encode()).decode()


async def flood(ports: Sequence[int], junk: int, seconds: float) -> Times:
    """At an even rate; a bot that comes too late comes all the same."""
    times, began, free = Times(), time.perf_counter(), asyncio.Semaphore(64)

    async def one(number: int) -> None:
        address = (
            "127.0.0.1" if number % 2 else f"127.0.{1 + number % 500 // 250}.{1 + number % 250}"
        )
        bot, start = Bot(ports[number % len(ports)], address), time.perf_counter()
        try:
            if await bot.send(number):
                times.taken_ms.append((time.perf_counter() - start) * 1000)
            else:
                times.errors.append("no receipt")
        except Broken as wrong:
            times.errors.append(repr(wrong))
        finally:
            bot.browser.close()
            free.release()

    running = []
    for number in range(junk):
        await asyncio.sleep(max(0.0, began + number * seconds / junk - time.perf_counter()))
        await free.acquire()
        running.append(asyncio.ensure_future(one(number)))
    await asyncio.gather(*running)
    return times


async def genuine(ports: Sequence[int], ended: asyncio.Event, times: Times) -> None:
    """One every two seconds. The fifteen seconds for which somebody thinks are not counted."""
    number, running = 0, []

    async def one(number: int) -> None:
        browser, how = Browser(ports[number % len(ports)]), number % 3
        kind, thinks_s = Worker if how == 1 else Reporter, 15.5 if how == 2 else 0.0
        reporter = kind(browser, tries=1, waits_s=thinks_s)
        said = {"safe": "no" if how == 0 else "yes", "commune": "21289", "accused": "peer"}
        start = time.perf_counter()
        try:
            await reporter.tell(Story(f"{GENUINE}, lần thứ {number}.", said=said))
        except (GaveUp, Refused) as wrong:
            times.errors.append(repr(wrong))
        else:
            times.taken_ms.append((time.perf_counter() - start - thinks_s) * 1000)
        times.given_work += reporter.given_work
        browser.close()

    while not ended.is_set():
        running.append(asyncio.ensure_future(one(number)))
        number += 1
        await asyncio.sleep(2)
    await asyncio.gather(*running)


async def officer(port: int, email: str, ended: asyncio.Event, times: Times) -> None:
    """Signs in with the word that a demo's page has in its buttons, opens the key, reads on."""
    browser = Browser(port)
    page = await browser.open("/tai-khoan/dang-nhap/")
    token, secret = page.fields["csrfmiddlewaretoken"], page.fields["password"]
    await browser.send(
        page.path, {"csrfmiddlewaretoken": token, "login": email, "password": secret}
    )
    page = await browser.open("/bao-tin/khoa/")
    await browser.send(page.path, {**page.fields, "passphrase": secret})
    while not ended.is_set():
        for path in OFFICERS_PAGES:
            start = time.perf_counter()
            page = await browser.open(path)
            times.taken_ms.append((time.perf_counter() - start) * 1000)
            if page.status != 200:
                times.errors.append(f"{path}: {page.status}")
        await asyncio.sleep(0.5)


async def all_at_once(stack: Stack, junk: int, seconds: float) -> tuple[Times, Times, Times]:
    ports, ended = list(stack.ports.values()), asyncio.Event()
    people, officers = Times(), Times()
    others = [asyncio.ensure_future(genuine(ports, ended, people))]
    others += [
        asyncio.ensure_future(officer(ports[at % len(ports)], email, ended, officers))
        for at, email in enumerate(OFFICERS)
    ]
    bots = await flood(ports, junk, seconds)
    ended.set()
    await asyncio.gather(*others)
    return bots, people, officers


def lanes(stack: Stack) -> dict[str, int]:
    """How many of each kind lie where; told apart by what the officers can open."""
    set_up(stack.env)
    from mangnon.reports.models import Report

    told, _ = words_of_all()
    aside = set(Report.objects.filter(quarantined=True).values_list("pk", flat=True))
    counted = {"genuine_in_main_lane": 0, "genuine_set_aside": 0, "junk_in_main_lane": 0,
               "junk_set_aside": 0}  # fmt: skip
    for words, reports in told.items():
        who = "genuine" if words.startswith(GENUINE) else "junk"
        for pk in reports:
            counted[f"{who}_{'set_aside' if pk in aside else 'in_main_lane'}"] += 1
    return counted


def measure(store: str, junk: int, seconds: float) -> bool:
    with standing(store, webs=2 if store == "postgresql" else 1) as stack:
        began = time.perf_counter()
        bots, people, officers = asyncio.run(all_at_once(stack, junk, seconds))
        spent, where = time.perf_counter() - began, lanes(stack)
    holds = (
        people.at(0.95) < ACKNOWLEDGED_WITHIN_MS
        and officers.at(0.95) < OFFICERS_WITHIN_MS
        and not (people.errors or officers.errors or where["genuine_set_aside"])
    )
    told: dict[str, Any] = {
        "junk_sent": junk, "junk_accepted": len(bots.taken_ms), "seconds": round(spent),
        "genuine": len(people.taken_ms), "genuine_p95_ms": people.at(0.95),
        "genuine_errors": people.errors[:3], "given_work": people.given_work, **where,
        "officers_pages": len(officers.taken_ms), "officers_p50_ms": officers.at(0.5),
        "officers_p95_ms": officers.at(0.95), "officers_errors": officers.errors[:3],
    }  # fmt: skip
    goal = {"genuine_p95_ms": ACKNOWLEDGED_WITHIN_MS, "officers_p95_ms": OFFICERS_WITHIN_MS}
    quoted = {"GlobaLeaks": "closed after 20 an hour; signing in takes 42 s"}
    say(bench="reports_flood", store=store, **told, goal=goal, peers_quoted=quoted, holds=holds)
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--junk", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=300)
    given = parser.parse_args()
    try:
        return 0 if measure(given.store, given.junk, given.seconds) else 1
    except Absent:
        say(bench="reports_flood", skipped="PostgreSQL is not installed")
        return 0


if __name__ == "__main__":
    sys.exit(main())
