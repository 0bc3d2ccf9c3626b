"""A response policy zone of one age group, as the lines of a zone file.

Names are relative to the zone, one record a line, in an order of their own (`order`), so that two
versions are compared by walking both once. Wildcards follow RFC 4592: `*.a` says nothing of names
below `b.a` once any name at or below `b.a` stands in the zone. Every name that stands inside a
blocked tree, even one that is only on the way to an exception, therefore has its own wildcard.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.publish.effective import Beyond, Cannot, Group, Statement
from mangnon.gateway.publish.gather import key_of, name_of
from mangnon.gateway.publish.special import Special, specials_of

TTL = 60  # an allowance or a new block is felt within a minute
PASS = ("CNAME rpz-passthru.",)
NO_NAME, NO_DATA = "CNAME .", "CNAME *."
# Refresh, retry, expire (90 days: a resolver goes on alone while the province is away), minimum.
TIMERS = "300 60 7776000 60"
_MOST_BYTES = 253  # of a name in text, without the dot of the root (RFC 1035)


def head(serial: int) -> list[str]:
    """The first lines of the file: what every zone has."""
    soa = f"@ SOA localhost. khong-thu.localhost. {serial} {TIMERS}"
    return [f"$TTL {TTL}", soa, "@ NS localhost."]


def records(group: Group, zone: str, beyond: Beyond) -> Iterator[str]:
    """The lines behind the head, in order. zone: its name; beyond: takes what it cannot say."""
    blocking = blocking_data(group.at.plan)
    group.conditional(beyond)
    special = iter(specials_of(group))
    ahead = next(special, None)
    for key, whole, below in _nodes(group.statements(_too_long(zone), beyond)):
        while ahead is not None and key_of(ahead.name) < key:
            yield from _lines(ahead.name, special_data(ahead))
            ahead = next(special, None)
        name = name_of(key)
        if ahead is not None and ahead.name == name:
            yield from _lines(name, special_data(ahead))
            ahead = next(special, None)
        elif whole is not None:
            yield from _lines(name, blocking if whole else PASS)
        if below is not None:
            yield from _lines(b"*." + name, blocking if below else PASS)
    while ahead is not None:
        yield from _lines(ahead.name, special_data(ahead))
        ahead = next(special, None)


def order(line: str) -> tuple[bytes, bool, str]:
    """What lines are sorted by: the name from the right, its wildcard after it, the data."""
    owner, _, data = line.partition(" ")
    name = owner.removeprefix("*.")
    return key_of(name.encode()), name != owner, data


def blocking_data(plan: Plan) -> tuple[str, ...]:
    """The records by which a blocked name is answered as the plan has it."""
    if plan.mode == "nxdomain":
        return (NO_NAME,)
    addresses = ("0.0.0.0", "::") if plan.mode == "null" else (plan.page_v4, plan.page_v6)  # noqa: S104
    return _addressed(addresses)


def special_data(special: Special) -> tuple[str, ...]:
    """The records by which a special name is answered."""
    if special.target:
        return (f"CNAME {special.target}.",)
    return _addressed(special.addresses) if special.known else (NO_NAME,)


def _addressed(addresses: Iterable[str]) -> tuple[str, ...]:
    kinds = {4: "A", 6: "AAAA"}
    found = [ipaddress.ip_address(each) for each in addresses if each]
    return tuple(sorted(f"{kinds[each.version]} {each}" for each in found)) or (NO_DATA,)


def _lines(owner: bytes, data: Iterable[str]) -> Iterator[str]:
    text = owner.decode()
    return (f"{text} {each}" for each in data)


def _too_long(zone: str) -> Cannot:
    room = _MOST_BYTES - len(zone.rstrip(".")) - len("*..")
    return lambda said: "" if len(said.name) <= room else "tên quá dài cho vùng RPZ"


def _nodes(statements: Iterable[Statement]) -> Iterator[tuple[bytes, bool | None, bool | None]]:
    """Each name that stands in the zone: key, and whether it and what is below it are blocked.

    None: nothing needs to be said, for nothing above blocks.
    """
    stack: list[tuple[bytes, bool]] = [(b"", False)]
    for said in statements:
        key = key_of(said.name)
        while not key.startswith(stack[-1][0]):
            stack.pop()
        prefix, blocked = stack[-1]
        if blocked:
            for between in _between(prefix, key):
                yield between, True, True
                stack.append((between + b"\0", True))
        yield (
            key,
            said.whole if said.whole or blocked else None,
            said.below if said.below or blocked else None,
        )
        stack.append((key + b"\0", said.below))


def _between(prefix: bytes, key: bytes) -> Iterator[bytes]:
    """The names that exist only because something below them does."""
    at = key.find(b"\0", len(prefix))
    while at > 0:
        yield key[:at]
        at = key.find(b"\0", at + 1)
