"""Ten ways to lie about what was done, each with what the verifier must then say.

Whoever tampers here has the database's own password and knows the program: triggers are laid
aside, hashes are made anew. What they do not have is the file of anchors and its key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from mangnon.base.audit.chain import GENESIS, Entry
from tests.base.audit.tampering.store import Chain, Link

# A break is named by its kind and the row: these are the names of which one must be said.
Named = set[tuple[str, int]]
Kind = Callable[[Chain, Random], Named]


def linked(entry: Entry, previous: str) -> Link:
    """The entry in another place of the chain, with the hash that fits there."""
    moved = replace(entry, previous=previous)
    return Link(moved, moved.digest())


def field(chain: Chain, random: Random) -> Named:
    at = random.randrange(len(chain.links))
    link = chain.links[at]
    name = random.choice(["what", "on_type", "on_id", "unit", "facts"])
    said = {"units": 7, "forged": True} if name == "facts" else "forged"
    chain.links[at] = Link(replace(link.entry, **{name: said}), link.hash)
    return {("changed", link.entry.seq)}


def time(chain: Chain, random: Random) -> Named:
    at = random.randrange(len(chain.links))
    link = chain.links[at]
    shift = timedelta(microseconds=random.choice([-1, 1]) * random.randint(1, 10**9))
    chain.links[at] = Link(replace(link.entry, at=link.entry.at + shift), link.hash)
    return {("changed", link.entry.seq)}


def person(chain: Chain, random: Random) -> Named:
    at = random.randrange(len(chain.links))
    link = chain.links[at]
    chain.links[at] = Link(replace(link.entry, by=f"person-{random.random()}"), link.hash)
    return {("changed", link.entry.seq)}


def deleting(chain: Chain, random: Random) -> Named:
    """Some rows from the middle, without a thought for the others."""
    at = random.randrange(len(chain.links) - 5)
    del chain.links[at : at + random.randint(1, 4)]
    return {("missing", at + 1)}


def inserting(chain: Chain, random: Random) -> Named:
    """A forged row with a hash that fits; those behind it move on by one place."""
    at = random.randrange(1, len(chain.links))
    before, behind = chain.links[:at], chain.links[at:]
    forged = replace(behind[0].entry, what="forged.act", on_id=str(random.random()))
    moved = [Link(replace(each.entry, seq=each.entry.seq + 1), each.hash) for each in behind]
    chain.links[:] = [*before, linked(forged, before[-1].hash), *moved]
    chain.head = (chain.head[0] + 1, chain.head[1])
    return {("unlinked", at + 2), ("changed", at + 2)}


def swapping(chain: Chain, random: Random) -> Named:
    """Two rows change places, however far apart."""
    first, second = sorted(random.sample(range(len(chain.links)), 2))
    here, there = chain.links[first], chain.links[second]
    chain.links[first] = Link(replace(there.entry, seq=here.entry.seq), there.hash)
    chain.links[second] = Link(replace(here.entry, seq=there.entry.seq), here.hash)
    return {("changed", first + 1)}


def cutting(chain: Chain, random: Random) -> Named:
    """The last rows are gone; the head goes back with them or is forgotten."""
    left = random.randrange(1, len(chain.links))
    del chain.links[left:]
    if random.random() < 0.5:
        chain.head = (left, chain.links[-1].hash)
    return {("truncated", left + 1)}


def restoring(chain: Chain, random: Random) -> Named:
    """An older backup is put back whole, and work goes on from it for a while."""
    left = random.randrange(1, len(chain.links))
    del chain.links[left:]
    for seq in range(left + 1, left + 1 + random.randint(0, 5)):
        entry = replace(chain.links[-1].entry, seq=seq, what="work.goes_on")
        chain.links.append(linked(entry, chain.links[-1].hash))
    chain.head = (len(chain.links), chain.links[-1].hash)
    anchored = min(seq for seq in chain.anchored if seq > left)
    end = len(chain.links)
    return {("anchor", anchored), ("truncated", end + 1)}


def rewriting(chain: Chain, random: Random) -> Named:
    """One row is altered and every hash from there on is made anew, the head's too."""
    at = random.randrange(len(chain.links))
    previous = chain.links[at - 1].hash if at else GENESIS
    for place in range(at, len(chain.links)):
        entry = chain.links[place].entry
        if place == at:
            entry = replace(entry, by="somebody else")
        chain.links[place] = linked(entry, previous)
        previous = chain.links[place].hash
    chain.head = (chain.head[0], previous)
    return {("anchor", min(seq for seq in chain.anchored if seq > at))}


def unguarding(chain: Chain, random: Random) -> Named:
    """The triggers stay away, one row gets a fitting hash of its own, or nothing is done yet."""
    chain.unguarded = True
    if random.random() < 0.5:
        return {("guard", 0)}
    at = random.randrange(len(chain.links) - 1)
    entry = replace(chain.links[at].entry, what="forged.act")
    chain.links[at] = linked(entry, entry.previous)
    return {("unlinked", at + 2)}


KINDS: tuple[Kind, ...] = (
    field,
    time,
    person,
    deleting,
    inserting,
    swapping,
    cutting,
    restoring,
    rewriting,
    unguarding,
)
