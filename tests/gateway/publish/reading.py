"""What other programs make of an exported file, by their own rules of which line decides.

The lines are read by our own list readers; how lines outweigh each other is each program's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mangnon.gateway.engine.rules import Reach, Rule
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules


def rules_in(lines: Iterable[str], form: str) -> list[Rule]:
    return [rule for _, rule in read_rules([each.encode() for each in lines], form, Tally())]


def above(name: str) -> Iterator[str]:
    """The names above a name, the nearest first."""
    while "." in name:
        name = name.split(".", 1)[1]
        yield name


@dataclass
class PolicyZone:
    """QNAME triggers of a response policy zone: the name itself, else a wildcard."""

    rules: list[Rule]

    def __post_init__(self) -> None:
        self.exact = {r.name.decode(): not r.allow for r in self.rules if r.reach is Reach.EXACT}
        self.wild = {r.name.decode(): not r.allow for r in self.rules if r.reach is Reach.BELOW}
        owners = {*self.exact, *self.wild}
        self.there = {*owners, *(each for name in owners for each in above(name))}

    def by_encloser(self, name: str) -> bool:
        """RFC 4592, as BIND and Unbound: the wildcard of the nearest name that exists, or none."""
        if name in self.exact:
            return self.exact[name]
        if name in self.there:
            return False
        nearest = next((each for each in above(name) if each in self.there), "")
        return self.wild.get(nearest, False)

    def by_longest(self, name: str) -> bool:
        """As PowerDNS and Knot: the longest wildcard."""
        if name in self.exact:
            return self.exact[name]
        return next((self.wild[each] for each in above(name) if each in self.wild), False)


@dataclass
class Longest:
    """dnsmasq and Unbound's local zones: the longest name decides, `*.name` before `name`."""

    rules: list[Rule]

    def __post_init__(self) -> None:
        self.tree = {r.name.decode(): not r.allow for r in self.rules if r.reach is Reach.SUBTREE}
        self.wild = {r.name.decode(): not r.allow for r in self.rules if r.reach is Reach.BELOW}

    def blocks(self, name: str) -> bool:
        if name in self.tree:
            return self.tree[name]
        for each in above(name):
            if each in self.wild:
                return self.wild[each]
            if each in self.tree:
                return self.tree[each]
        return False
