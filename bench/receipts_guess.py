"""Guessing receipts: nothing is hit, nobody else waits, and the time tells nothing.

    python bench/receipts_guess.py [--store postgresql|sqlite] [--guesses 100000] [--by-page 10000]

First some hundred reports are made. Then guesses alternate between a lookup part that exists and
one that does not, one after the other on a quiet stack: the medians may differ by 5 ms at most.
Then guessers guess at the page without a pause, a fifth of them with parts that exist, while other
reporters open their own receipts: none may be refused, and 95 of 100 must be as quick as promised
for any page.

A receipt rests after ten wrong tries, so at the page only ten guesses for each report could ever
hit. The rest of the guesses is made where the page asks (`open_receipt`), by a process for each
core and with no receipt ever resting: half are a right receipt with one sign changed, half a right
lookup part with a drawn secret. Prints one JSON line; exits with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reports.faults.browser import Browser  # noqa: E402
from tests.reports.faults.postgres import Absent  # noqa: E402
from tests.reports.faults.reconcile import set_up  # noqa: E402
from tests.reports.faults.reporter import Reporter  # noqa: E402
from tests.reports.faults.stack import Stack, standing  # noqa: E402

from mangnon.kit.shamir import ALPHABET  # noqa: E402
from reports_load import WITHIN_MS, Times, a_story, say  # noqa: E402

LOOKUP, SIGNS, WITHIN_DELTA_MS = 7, 24, 5.0
_PATH = "/bao-tin/tra-loi/"


def guess(chance: random.Random, lookup: str = "") -> str:
    return lookup + "".join(chance.choice(ALPHABET) for _ in range(SIGNS - len(lookup)))


def lookup_of(receipt: str) -> str:
    return receipt.replace("-", "")[:LOOKUP]


def nearly(chance: random.Random, receipt: str) -> str:
    """One sign of the secret is another."""
    plain, at = receipt.replace("-", ""), chance.randrange(LOOKUP, SIGNS)
    other = chance.choice([sign for sign in ALPHABET if sign != plain[at]])
    return plain[:at] + other + plain[at + 1 :]


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


def behind_the_page(stack: Stack, receipts: Sequence[str], guesses: int) -> int:
    """How many hit; a process for each core has its share."""
    cores = os.cpu_count() or 1
    shares = [guesses // cores + (at < guesses % cores) for at in range(cores)]
    running = [
        subprocess.Popen(
            [sys.executable, __file__, "--share", str(share), "--seed", str(seed)],
            env={**os.environ, **stack.env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )
        for seed, share in enumerate(shares)
    ]  # fmt: skip
    for one in running:  # all begin before any is waited for
        assert one.stdin is not None
        one.stdin.write("\n".join(receipts))
        one.stdin.close()
        one.stdin = None
    return sum(int(one.communicate()[0].splitlines()[-1]) for one in running)


def share_of_guesses(receipts: Sequence[str], guesses: int, seed: int) -> int:
    """In a process of its own. One right receipt must open, else nothing would be shown."""
    set_up(dict(os.environ))
    from mangnon.reports.actions import receipts as behind
    from mangnon.reports.refusals import Invalid

    behind._rests = lambda kept: False
    behind.open_receipt(receipts[0])
    chance, hits = random.Random(seed), 0
    for number in range(guesses):
        right = receipts[number // 2 % len(receipts)]
        tried = nearly(chance, right) if number % 2 else guess(chance, lookup_of(right))
        try:
            behind.open_receipt(tried)
        except Invalid:
            continue
        hits += 1
    return hits


async def guessing(
    ports: Sequence[int], guessed: Sequence[str], own: Sequence[str], given: argparse.Namespace
) -> tuple[int, Times]:
    """How many guesses hit, and how others fared meanwhile."""
    left, hits, times = iter(range(given.by_page)), 0, Times()

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


async def all_of_it(stack: Stack, given: argparse.Namespace) -> bool:
    ports = list(stack.ports.values())
    receipts = await receipts_made(ports[0], given.reports)
    own, guessed = receipts[: len(receipts) // 2], receipts[len(receipts) // 2 :]
    known, unknown = await timing(ports[0], guessed, given.pairs)
    before = Times()
    await others(ports[-1], own, min(60, given.by_page / 100), before)
    began = time.perf_counter()
    hits, during = await guessing(ports, guessed, own, given)
    spent = time.perf_counter() - began
    hits += behind_the_page(stack, receipts, given.guesses - given.by_page)
    delta = abs(known - unknown)
    holds = not (hits or during.errors) and delta < WITHIN_DELTA_MS and during.at(0.95) < WITHIN_MS
    say(
        bench="receipts_guess", store=given.store, guesses=given.guesses, hits=hits,
        by_page=given.by_page, a_second=round(given.by_page / spent, 1),
        seconds=round(time.perf_counter() - began),
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
    parser.add_argument("--by-page", type=int, default=10_000)
    parser.add_argument("--guessers", type=int, default=2)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--share", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.by_page = min(given.by_page, given.guesses)
    if given.share is not None:
        print(share_of_guesses(sys.stdin.read().split(), given.share, given.seed))
        return 0
    try:
        with standing(given.store, webs=2 if given.store == "postgresql" else 1) as stack:
            return 0 if asyncio.run(all_of_it(stack, given)) else 1
    except Absent:
        say(bench="receipts_guess", skipped="PostgreSQL is not installed")
        return 0


if __name__ == "__main__":
    sys.exit(main())
