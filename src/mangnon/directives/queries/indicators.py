"""The registry of indicators: domains above register how their work is measured.

    register_indicator("learning.pupils_taught", "Học sinh đã học bài an toàn mạng", measure)

`measure` gets an `Asked` (a clause, its units, its span of days) and gives a `Measured`. It is
called when figures are shown, so it must be a query or two, whatever the number of units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mangnon.directives.choices import ClauseKind


@dataclass(frozen=True)
class Asked:
    """What is to be measured: a clause's work by these units, from `since` up to `until`."""

    clause_id: int
    unit_ids: frozenset[int]
    since: date
    until: date


@dataclass(frozen=True)
class Measured:
    """A figure; `of` is the whole when it is a share, `note` says what limits it.

    `given_by` is how many units told their part: with 0 the value is not a nought but unknown.
    """

    value: Decimal
    of: Decimal | None = None
    note: str = ""
    given_by: int | None = None


Measure = Callable[[Asked], Measured]


@dataclass(frozen=True)
class Indicator:
    """A way of measuring. `kinds` are the kinds of clauses for which it is proposed."""

    name: str
    words: str
    measure: Measure
    kinds: frozenset[ClauseKind]


_registry: dict[str, Indicator] = {}


def register_indicator(
    name: str, words: str, measure: Measure, *, kinds: frozenset[ClauseKind] = frozenset()
) -> None:
    """Make an indicator known under a dotted name. The same name twice is a mistake."""
    if name in _registry and _registry[name].measure is not measure:
        raise ValueError(f"indicator {name} is registered twice")
    _registry[name] = Indicator(name, words, measure, kinds)


def indicator(name: str) -> Indicator | None:
    return _registry.get(name)


def indicators() -> tuple[Indicator, ...]:
    """All indicators by their words, for choosing one."""
    return tuple(sorted(_registry.values(), key=lambda each: each.words))


def indicator_words(name: str) -> str | None:
    """What an indicator counts, in words; None for a name that nobody registered."""
    known = _registry.get(name)
    return known.words if known else None


def propose_indicator(kind: str) -> str:
    """The name of the indicator proposed for a kind of clause: another domain's before our own."""
    fitting = [each.name for each in _registry.values() if kind in each.kinds]
    own = [name for name in fitting if name.startswith("returns.")]
    return next(iter([name for name in fitting if name not in own] + own), "returns.units_done")
