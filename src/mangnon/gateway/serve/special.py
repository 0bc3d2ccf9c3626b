"""Names that are not simply asked for above: safe search, canaries, local zones. Pure.

Each is decided by the group that asks; a name that means nothing for a group is open as usual.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mangnon.gateway.engine import message, names
from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.engine.plan import GroupPlan, Plan
from mangnon.gateway.serve.records import Record

REWRITE_TTL, LOCAL_TTL = 300, 60
# RFC 9462: asks a resolver for its encrypted twins. There is none to tell of, and the question is
# about this resolver: it must not travel further.
DISCOVERY = names.wire(b"_dns.resolver.arpa")
_ADDRESSED = {message.A: 4, message.AAAA: 6}
_REDIRECTED = (message.A, message.AAAA, message.HTTPS, message.SVCB)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The question is answered with the addresses of another name."""

    target: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """The question is answered here: these records, or none."""

    rcode: int = message.NOERROR
    answers: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rewrite:
    kind: str
    level: str
    target: str


class Specials:
    """The special names of a plan. `names`: all of them, for whatever group."""

    def __init__(self, plan: Plan) -> None:
        self._zones = {
            names.wire(names.checked(name.encode())): tuple(map(ipaddress.ip_address, to))
            for name, to in plan.zones.items()
        }
        self._groups = plan.groups
        self.names: Mapping[bytes, object] = dict.fromkeys(
            [DISCOVERY, *self._zones, *rewrites(), *canaries()]
        )

    def of(self, name: bytes, qtype: int, group: int) -> Elsewhere | Settled | None:
        """What a question for a special name gets; None: what everybody gets."""
        if name == DISCOVERY:
            return Settled()
        if name in self._zones:
            return self._local(name, qtype)
        asks = self._groups[group]
        if name in canaries():
            return Settled(message.NXDOMAIN) if asks.bypass else None
        if qtype not in _REDIRECTED:
            return None
        for rewrite in rewrites().get(name, ()):
            if _holds(rewrite, asks):
                return _redirected(rewrite.target, name, qtype)
        return None

    def _local(self, name: bytes, qtype: int) -> Settled:
        version = _ADDRESSED.get(qtype, 0)
        found = [each for each in self._zones[name] if each.version == version]
        return Settled(answers=tuple(Record(name, qtype, LOCAL_TTL, to.packed) for to in found))


def _holds(rewrite: _Rewrite, group: GroupPlan) -> bool:
    if rewrite.kind == "youtube":
        return group.youtube == rewrite.level
    return group.safesearch


def _redirected(target: str, name: bytes, qtype: int) -> Elsewhere | Settled:
    """HTTPS and SVCB records would lead past the safe addresses: there are none."""
    if qtype not in _ADDRESSED:
        return Settled()
    try:
        address = ipaddress.ip_address(target)
    except ValueError:
        return Elsewhere(names.wire(target.encode()))
    if address.version != _ADDRESSED[qtype]:
        return Settled()
    return Settled(answers=(Record(name, qtype, REWRITE_TTL, address.packed),))


@lru_cache(maxsize=1)
def rewrites() -> Mapping[bytes, tuple[_Rewrite, ...]]:
    """name -> its safe twins, by kind and level (data/safesearch.csv)."""
    found: dict[bytes, tuple[_Rewrite, ...]] = {}
    for row in rows_of("safesearch.csv"):
        name = names.wire(row["name"].encode())
        rewrite = _Rewrite(row["kind"], row["level"], row["target"])
        found[name] = (*found.get(name, ()), rewrite)
    return found


@lru_cache(maxsize=1)
def canaries() -> frozenset[bytes]:
    return frozenset(names.wire(row["name"].encode()) for row in rows_of("canaries.csv"))


@lru_cache(maxsize=1)
def _local_names() -> frozenset[bytes]:
    return frozenset(names.wire(row["name"].encode()) for row in rows_of("local_names.csv"))


def stays_here(name: bytes, private_names: tuple[str, ...]) -> bool:
    """Whether a name means something inside this network alone, so that asking the internet for it
    would only tell strangers of the school's devices. private_names: those that an upstream knows.
    """
    ours = {names.wire(each.encode()) for each in private_names}
    at = 0
    while at < len(name):
        if name[at:] in ours:
            return False
        if name[at:] in _local_names():
            return True
        at += name[at] + 1
    return False
