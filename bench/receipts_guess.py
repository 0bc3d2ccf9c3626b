"""Guessing receipts: nothing is hit, nobody else waits, and the time tells nothing.

    python bench/receipts_guess.py [--store postgresql|sqlite] [--guesses 100000] [--guessers 2]

First some hundred reports are made. Then guesses alternate between a lookup part that exists and
one that does not, one after the other on a quiet stack: the medians may differ by 5 ms at most.
Then guessers guess without a pause, a fifth of them with parts that exist, while other reporters
open their own receipts: none may be refused, and 95 of 100 must be as quick as promised for any
page. Prints one JSON line; exits with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reports.faults.browser import Browser  # noqa: E402
from tests.reports.faults.postgres import Absent  # noqa: E402
from tests.reports.faults.reporter import Reporter  # noqa: E402
from tests.reports.faults.stack import standing  # noqa: E402

from mangnon.kit.shamir import ALPHABET  # noqa: E402
from reports_load import WITHIN_MS, Times, a_story, say  # noqa: E402

LOOKUP, SIGNS, WITHIN_DELTA_MS = 7, 24, 5.0
_PATH = "/bao-tin/tra-loi/"


def guess(chance: random.Random, lookup: str = "") -> str:
    return lookup + "".join(chance.choice(ALPHABET) for _ in range(SIGNS - len(lookup)))


def lookup_of(receipt: str) -> str:
    return receipt.replace("-", "")[:LOOKUP]


class Window:
    """The page that asks for a receipt, open in a browser."""

    def __init__(self, port: int) -> None:
        self.browser, self.token = Browser(port), {}

    async def tries(self, receipt: str) -> tuple[bool, float]:
        """Whether it opens, and the milliseconds of the answer."""
        if not self.token:
            page = await self.browser.open(_PATH)
            self.token = {"csrfmiddlewaretoken": page.fields["csrfmiddlewaretoken"]}
        start = time.perf_counter()
        page = await self.browser.send(_PATH, {**self.token, "code": receipt})
        spent = (time.perf_counter() - start) * 1000
        assert page.status in {200, 422}, page.status
        return page.status == 200, spent


async def receipts_made(port: int, count: int) -> list[str]:
    browser, made = Browser(port), []
    for number in range(count):
        browser.new_person()
        made.append((await Reporter(browser).tell(a_story(number))).receipt)
    return made


async def timing(port: int, receipts: Sequence[str], pairs: int) -> tuple[float, float]:
    """The medians of a part that exists and of one that does not, in turns."""
    window, chance = Window(port), random.Random(7)
    known: list[float] = []
    unknown: list[float] = []
    for number in range(pairs):
        lookup = lookup_of(receipts[number % len(receipts)])
        known.append((await window.tries(guess(chance, lookup)))[1])
        unknown.append((await window.tries(guess(chance)))[1])
    return statistics.median(known), statistics.median(unknown)


async def others(port: int, receipts: Sequence[str], seconds: float, times: Times) -> None:
    """Reporters who come back, five a second."""
    window, end, number = Window(port), time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        opened, spent = await window.tries(receipts[number % len(receipts)])
        times.taken_ms.append(spent)
        if not opened:
            times.errors.append("a right receipt was refused")
        number += 1
        await asyncio.sleep(0.2)


async def guessing(
    ports: Sequence[int], guessed: Sequence[str], own: Sequence[str], given: argparse.Namespace
) -> tuple[int, Times]:
    """How many guesses hit, and how others fared meanwhile."""
    left, hits, times = iter(range(given.guesses)), 0, Times()

    async def guesser(port: int, seed: int) -> None:
        nonlocal hits
        window, chance = Window(port), random.Random(seed)
        for number in left:
            lookup = lookup_of(guessed[number % len(guessed)]) if number % 5 == 0 else ""
            hits += (await window.tries(guess(chance, lookup)))[0]

    coming = asyncio.ensure_future(others(ports[-1], own, 1e9, times))
    await asyncio.gather(*(guesser(ports[n % len(ports)], n) for n in range(given.guessers)))
    coming.cancel()
    return hits, times


async def all_of_it(ports: Sequence[int], given: argparse.Namespace) -> bool:
    receipts = await receipts_made(ports[0], given.reports)
    own, guessed = receipts[: len(receipts) // 2], receipts[len(receipts) // 2 :]
    known, unknown = await timing(ports[0], guessed, given.pairs)
    before, began = Times(), time.perf_counter()
    await others(ports[-1], own, min(60, given.guesses / 100), before)
    began = time.perf_counter()
    hits, during = await guessing(ports, guessed, own, given)
    spent = time.perf_counter() - began
    delta = abs(known - unknown)
    holds = not (hits or during.errors) and delta < WITHIN_DELTA_MS and during.at(0.95) < WITHIN_MS
    say(
        bench="receipts_guess", store=given.store, guesses=given.guesses, hits=hits,
        a_second=round(given.guesses / spent, 1), seconds=round(spent),
        median_known_ms=round(known, 2), median_unknown_ms=round(unknown, 2),
        delta_ms=round(delta, 2), pairs=given.pairs,
        others_p95_before_ms=before.at(0.95), others_p95_during_ms=during.at(0.95),
        others_refused=len(during.errors), others_opened=len(during.taken_ms),
        goal={"hits": 0, "delta_ms": WITHIN_DELTA_MS, "others_p95_ms": WITHIN_MS,
              "others_refused": 0},
        holds=holds,
    )  # fmt: skip
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--guesses", type=int, default=100_000)
    parser.add_argument("--guessers", type=int, default=2)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=1000)
    given = parser.parse_args()
    try:
        with standing(given.store, webs=2 if given.store == "postgresql" else 1) as stack:
            return 0 if asyncio.run(all_of_it(list(stack.ports.values()), given)) else 1
    except Absent:
        say(bench="receipts_guess", skipped="PostgreSQL is not installed")
        return 0


if __name__ == "__main__":
    sys.exit(main())
