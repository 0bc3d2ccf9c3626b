"""What a name looks like: runs of letters that gambling and adult sites have in their names.

Theory. A logistic model over the character runs (3 to 5 long) of the registered part of a name,
hashed into a table of small weights, one table for each of `KINDS`. It knows nothing but letters:
it says how much a name looks like those of the lists it was trained on, which makes it fit to raise
a hand about a name that no list knows, and unfit to overrule a list.

File: b"MNLIKE01", then for each kind 4 floats (bias, scale, threshold, reserved) and 2^BITS signed
bytes; little-endian.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.gateway.engine import names

MAGIC = b"MNLIKE01"
KINDS = ("adult", "gambling")
BITS, RUNS = 15, (3, 4, 5)
SLOTS = 1 << BITS
MOST_CHARS = 60
_HEAD = struct.Struct("<4f")
FILE_BYTES = len(MAGIC) + len(KINDS) * (_HEAD.size + SLOTS)
# Never looked at: bodies of the state, schools, and what is no name of a site.
SPARED = (b"\x03gov\x02vn", b"\x03edu\x02vn", b"\x04arpa")
_SECOND_LEVEL = frozenset({"com", "net", "org", "edu", "gov", "co", "ac", "info", "biz", "name"})
_WWW = re.compile(r"^(?:www?\d*|m|mobile|vn|en)\.")


class BadModel(ValueError):
    """A file that is no name model."""


def registered(name: str) -> str:
    """The part of a name that somebody registered: `a.b.com.vn` -> `b.com.vn`."""
    labels = name.split(".")
    deep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-deep:])


def runs_of(name: str) -> list[int]:
    """The places in the table of a name's runs, each once."""
    text = f"^{_WWW.sub('', name)[-MOST_CHARS:]}$".encode("ascii", "replace")
    found = {
        zlib.crc32(text[at : at + size]) & (SLOTS - 1)
        for size in RUNS
        for at in range(len(text) - size + 1)
    }
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Weights:
    """One kind: its value is bias + scale * (sum of weights / root of their number)."""

    bias: float
    scale: float
    threshold: float
    weights: memoryview

    def score(self, runs: list[int]) -> float:
        """How much these runs look like the kind, 0 to 1."""
        total = sum(self.weights[run] for run in runs)
        value = self.bias + self.scale * total / math.sqrt(max(len(runs), 1))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


class Model:
    """A name model, read whole."""

    def __init__(self, raw: bytes) -> None:
        """Raises BadModel."""
        if len(raw) != FILE_BYTES or not raw.startswith(MAGIC):
            raise BadModel("không phải mô hình tên miền")
        self.kinds: list[Weights] = []
        for number in range(len(KINDS)):
            at = len(MAGIC) + number * (_HEAD.size + SLOTS)
            bias, scale, threshold, _ = _HEAD.unpack_from(raw, at)
            if not all(map(math.isfinite, (bias, scale, threshold))):
                raise BadModel("mô hình tên miền hỏng")
            weights = memoryview(raw)[at + _HEAD.size : at + _HEAD.size + SLOTS].cast("b")
            self.kinds.append(Weights(bias, scale, threshold, weights))

    def scores(self, name: str) -> tuple[float, ...]:
        """How much a name, as text, looks like each of `KINDS`."""
        runs = runs_of(name)
        return tuple(kind.score(runs) for kind in self.kinds)

    def looks(self, name: str) -> int:
        """0: like nothing of this, else the place in `KINDS` from 1 of what it looks like most."""
        best, found = 1.0, 0
        for number, (score, kind) in enumerate(zip(self.scores(name), self.kinds, strict=True), 1):
            above = score / kind.threshold if kind.threshold > 0 else 0.0
            if above >= best:
                best, found = above, number
        return found


class Guesser:
    """The model as the judge asks it, with the names that it never speaks of."""

    def __init__(self, model: Model, spared: Iterable[bytes]) -> None:
        """spared: wire names that stay out of it, with all below them."""
        self._model, self._spared = model, frozenset((*SPARED, *spared))

    def __call__(self, name: bytes) -> int:
        starts = names.suffixes(name)
        if len(starts) < 2 or any(name[at:] in self._spared for at in starts):
            return 0
        return self._model.looks(names.text(name))


def packed(kinds: list[tuple[float, float, float, bytes]]) -> bytes:
    """The file of a model: (bias, scale, threshold, weights as signed bytes) for each kind."""
    parts = [MAGIC]
    for bias, scale, threshold, weights in kinds:
        parts += [_HEAD.pack(bias, scale, threshold, 0.0), weights]
    return b"".join(parts)
