"""One tampering after the other: done, looked for with the command, undone."""

from __future__ import annotations

import copy
from collections import Counter
from random import Random

from click.testing import CliRunner

from mangnon.base.audit.command import audit
from tests.base.audit.tampering import store
from tests.base.audit.tampering.kinds import KINDS


def verified() -> tuple[int, set[tuple[str, int]]]:
    run = CliRunner().invoke(audit, ["verify", "--json"])
    return run.exit_code, store.told(run.output)


def tampered(whole: store.Chain, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How many of each kind were done, and those that were not found or not named."""
    done, missed, random = Counter[str](), [], Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        chain = copy.copy(whole)
        chain.links = list(whole.links)
        wanted = kind(chain, random)
        store.put(whole, chain)
        exit_code, named = verified()
        store.put(chain, whole)
        done[kind.__name__] += 1
        if exit_code != 1 or not wanted & named:
            missed.append(f"{kind.__name__} {number}: {wanted} not in {sorted(named)[:5]}")
    return done, missed
