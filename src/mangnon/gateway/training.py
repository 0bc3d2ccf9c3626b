"""The name model is trained here: from the lists themselves, in seconds, without other libraries.

Logistic regression by AdaGrad over the hashed runs of `likeness`, one model for each kind, names in
a fixed shuffled order. Positives are names that a list has under the kind; negatives are harmless
names and those of categories that look like anything. One name in ten, chosen by the hash of what
was registered, is held out: the threshold and the report come from those alone.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from mangnon.gateway.engine.likeness import KINDS, SLOTS, packed, registered, runs_of

MOST_OF_KIND, EPOCHS, RATE, DECAY = 30_000, 3, 0.4, 1e-5
BENIGN_TIMES = 2  # harmless names, those about health and the body among them, weigh more
ONE_IN, FALSE_SHARE = 10, 0.001
LEAST_BENIGN, LEAST_OF_KIND = 1_000, 500
# Names of these are neither harmless nor surely something else: they are left out of training.
UNCLEAR = frozenset({"dating", "chat", "social", "forums", "bypass", "scam", "shock", "comics"})


class TooFew(ValueError):
    """Not enough names to learn from; says of what."""


def learns_from(category: str, use: str) -> bool:
    """Whether the names of such a list tell something."""
    return use == "benign" or (use == "block" and category not in UNCLEAR)


@dataclass
class Gathered:
    """Names to learn from, by what they are."""

    of_kind: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    benign: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def add(self, category: str, use: str, names: Iterable[bytes]) -> None:
        """Take in the names of a list."""
        harmless = use == "benign"
        place = self.benign if harmless else self.of_kind.get(category, self.others)
        place.update(registered(name.decode("ascii", "replace")) for name in names)

    def clear_of_kinds(self) -> None:
        """What is of a kind is no negative, and what is harmless is no positive."""
        for some in self.of_kind.values():
            some -= self.benign
            self.others -= some


@dataclass(frozen=True)
class Report:
    """On held-out names: the share of the kind found, by the share of harmless ones it costs."""

    kind: str
    positives: int
    benign: int
    recall: dict[float, float]
    threshold: float


def held_out(name: str) -> bool:
    return zlib.crc32(b"held" + name.encode()) % ONE_IN == 0


def sample(names: Iterable[str], most: int, seed: int) -> list[str]:
    """At most so many of them, the same each time."""
    some = sorted(names)
    chance = random.Random(seed)  # noqa: S311 - the same model from the same lists, no secret
    chance.shuffle(some)
    return some[:most]


def trained(gathered: Gathered) -> tuple[bytes, list[Report]]:
    """The model's file and what it does on names it has not seen. Raises TooFew."""
    gathered.clear_of_kinds()
    if len(gathered.benign) < LEAST_BENIGN:
        raise TooFew(f"chỉ có {len(gathered.benign)} tên lành")
    benign = sample(gathered.benign, MOST_OF_KIND, 1)
    seen = [runs_of(name) for name in benign if not held_out(name)]
    unseen = [runs_of(name) for name in benign if held_out(name)]
    seen *= BENIGN_TIMES
    seen += [runs_of(name) for name in sample(gathered.others, MOST_OF_KIND, 2)]
    parts, reports = [], []
    for kind in KINDS:
        names = sample(gathered.of_kind[kind], MOST_OF_KIND, 3)
        if len(names) < LEAST_OF_KIND:
            raise TooFew(f"chỉ có {len(names)} tên thuộc nhóm {kind}")
        others = [other for other in KINDS if other != kind]
        against = [
            runs_of(name)
            for other in others
            for name in sample(gathered.of_kind[other] - gathered.of_kind[kind], 10_000, 4)
            if not held_out(name)
        ]
        found = _fitted([runs_of(name) for name in names if not held_out(name)], seen + against)
        tests = [runs_of(name) for name in names if held_out(name)]
        part, report = _judged(kind, found, tests, unseen)
        parts.append(part)
        reports.append(report)
    return packed(parts), reports


def _fitted(positives: list[list[int]], negatives: list[list[int]]) -> tuple[list[float], float]:
    """Weights of runs, and a bias. The value of a name is bias + sum / root of their number."""
    rows = [(runs, 1.0) for runs in positives] + [(runs, 0.0) for runs in negatives]
    random.Random(5).shuffle(rows)  # noqa: S311 - as in `sample`
    weights, steps, bias = [0.0] * SLOTS, [1.0] * SLOTS, 0.0
    heavier = len(negatives) / max(len(positives), 1)
    for _ in range(EPOCHS):
        for runs, truth in rows:
            share = 1 / math.sqrt(len(runs) or 1)
            value = bias
            for run in runs:
                value += weights[run] * share
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, value)))) - truth
            if -0.02 < error < 0.02:  # it is known well enough
                continue
            error *= heavier if truth else 1.0
            bias -= 0.01 * error
            step = error * share
            square = step * step
            for run in runs:
                steps[run] += square
                weights[run] -= RATE * step / math.sqrt(steps[run])
    return weights, bias


def _judged(
    kind: str, found: tuple[list[float], float], tests: list[list[int]], benign: list[list[int]]
) -> tuple[tuple[float, float, float, bytes], Report]:
    """The weights in bytes, with the threshold that few harmless names pass."""
    weights, bias = found
    most = max(map(abs, weights)) or 1.0
    scale = most / 127
    whole = [round(weight / scale) for weight in weights]

    def score(runs: list[int]) -> float:
        total = sum(whole[run] for run in runs)
        value = bias + scale * total / math.sqrt(max(len(runs), 1))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))

    harmless, wanted = sorted(map(score, benign), reverse=True), [score(runs) for runs in tests]
    limits = {share: harmless[int(share * len(harmless))] for share in (FALSE_SHARE, 0.01)}
    recall = {
        share: round(sum(each > limit for each in wanted) / max(len(wanted), 1), 4)
        for share, limit in limits.items()
    }
    # Above the highest of the harmless that must not pass, never below an even chance.
    threshold = max(limits[FALSE_SHARE] + 1e-6, 0.5)
    raw = bytes(each & 0xFF for each in whole)
    report = Report(kind, len(wanted), len(harmless), recall, threshold)
    return (bias, scale, threshold, raw), report
