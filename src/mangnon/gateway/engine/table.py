"""A plan compiled for a moment: masks of categories, and what the site's own rules say of names.

Own rules are of four strengths; the strongest that speaks of a name decides, among equals the one
nearest to it:

    what an authority ordered, services that are locked     nothing opens it
    sites where children find help                          nothing of the school shuts it
    the school's own lists, allowances for a name
    services by their letter

Above them all stand the locked categories, below them the categories of the lists.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mangnon.gateway.engine import data, fingerprint
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan_checks import CATEGORY, SERVICE, moment, wire_of

if TYPE_CHECKING:
    from mangnon.gateway.engine.plan import GroupPlan, Plan, Trail


class Rule(IntEnum):
    """What an own rule says. From FIRST_SERVICE on: 4 for each service, in this order."""

    NONE = 0
    BLOCK = 1
    ALLOW = 2
    OPENED = 3  # by an allowance
    HELP = 4
    ORDERED = 5


SERVICE_BLOCKED, SERVICE_OPEN, SERVICE_OPENED, SERVICE_LOCKED = range(4)
FIRST_SERVICE = 8
_STRENGTHS = (0, 2, 2, 2, 3, 4, 0, 0)


def strength(rule: int) -> int:
    """From 0 (says nothing) to 4 (nothing opens it)."""
    if rule < FIRST_SERVICE:
        return _STRENGTHS[rule]
    return 4 if (rule - FIRST_SERVICE) % 4 == SERVICE_LOCKED else 1


UNKNOWN_OPEN, UNKNOWN_FLAGGED, UNKNOWN_BLOCKED = range(3)
_UNKNOWN = {
    "open": UNKNOWN_OPEN,
    "flag": UNKNOWN_FLAGGED,
    "ask": UNKNOWN_BLOCKED,
    "block": UNKNOWN_BLOCKED,
}


@dataclass(frozen=True)
class Table:
    """A plan compiled for a moment. Groups are numbered by their place.

    masks[g]: the categories blocked for group g, locked ones among them; locked: those that nothing
    opens; opened[g]: those that an allowance opens just now; rules: fingerprint -> what is said of
    the name and all below it, by group; services: their keys by number, with `dv:`; unknown[g]:
    what becomes of names that look bad; networks: (version, prefix length, network number ->
    group), longest first; macs: a client's MAC -> group; routers: packed addresses that may tell of
    a MAC;
    trails: the open ones; day: the local date; until: when to compile again.
    """

    groups: tuple[str, ...]
    masks: tuple[int, ...]
    locked: int
    opened: tuple[int, ...]
    rules: Mapping[int, tuple[int, ...]]
    services: tuple[str, ...]
    unknown: tuple[int, ...]
    networks: tuple[tuple[int, int, Mapping[int, int]], ...]
    macs: Mapping[bytes, int]
    tokens: Mapping[str, int]
    routers: frozenset[bytes]
    trails: tuple[Trail, ...]
    fallback: int
    day: str
    until: datetime

    def group_of(self, address: bytes) -> int:
        """The group of a client address of 4 or 16 bytes; IPv4 inside IPv6 counts as IPv4."""
        address = unmapped(address)
        version, bits = (4, 32) if len(address) == 4 else (6, 128)
        number = int.from_bytes(address, "big")
        for of, length, table in self.networks:
            if of == version:
                group = table.get(number >> (bits - length))
                if group is not None:
                    return group
        return self.fallback


def unmapped(address: bytes) -> bytes:
    """An IPv4 address that travels inside IPv6, as IPv4."""
    inside = len(address) == 16 and address.startswith(bytes(10) + b"\xff\xff")
    return address[12:] if inside else address


def compiled(plan: Plan, index: Index, now: datetime) -> Table:
    """The masks that hold at `now` (aware), and until when."""
    local = now.astimezone(ZoneInfo(plan.timezone))
    letters = [letters_at(group, local) for group in plan.groups]
    opened = [_opened(group, local) for group in plan.groups]
    unlawful = _mask_of(data.unlawful(), index)
    locked = unlawful | _locked(plan, index)
    masks, lifted = [], []
    for group, said, free in zip(plan.groups, letters, opened, strict=True):
        shut = {each for each in index.categories if said.get(each, group.fallback) != "O"}
        hard = {each for each in shut if said.get(each, group.fallback) == "L"}
        masks.append(_mask_of((shut - free) | hard, index) | unlawful)
        lifted.append(_mask_of((shut & free) - hard, index) & ~unlawful)
    services = sorted({key for said in letters for key in said if key.startswith(SERVICE)})
    return Table(
        groups=tuple(group.key for group in plan.groups),
        masks=tuple(masks),
        locked=locked,
        opened=tuple(lifted),
        rules=_rules(plan, index, local, services, letters, opened),
        services=tuple(services),
        unknown=tuple(_UNKNOWN[group.unknown] for group in plan.groups),
        networks=_networks(plan),
        macs={
            bytes.fromhex(mac.replace(":", "")): number
            for number, group in enumerate(plan.groups)
            for mac in group.macs
        },
        tokens={
            token: number for number, group in enumerate(plan.groups) for token in group.tokens
        },
        routers=frozenset(ipaddress.ip_address(each).packed for each in plan.routers),
        trails=tuple(each for each in plan.trails if moment(each.until, "") > local),
        fallback=[group.key for group in plan.groups].index(plan.fallback_group),
        day=local.date().isoformat(),
        until=_next_change(plan, local),
    )


def letters_at(group: GroupPlan, local: datetime) -> dict[str, str]:
    """The letters of the hour; a locked one stays locked."""
    letters = dict(group.letters)
    for hours in group.hours:
        if hours.holds(local):
            for key, letter in hours.letters.items():
                if group.letters.get(key) != "L":
                    letters[key] = letter
    return letters


def _opened(group: GroupPlan, local: datetime) -> set[str]:
    """Categories and services (with `dv:`) that an allowance opens at this moment."""
    return {
        allowance.what.removeprefix(CATEGORY)
        for allowance in group.allowances
        if allowance.what.startswith((CATEGORY, SERVICE)) and moment(allowance.until, "") > local
    }


def _mask_of(categories: set[str] | tuple[str, ...], index: Index) -> int:
    mask = 0
    for category in categories:
        mask |= index.bit(category)
    return mask


def _locked(plan: Plan, index: Index) -> int:
    """A category locked for any group is locked for all: no administrator opens it."""
    everywhere = (group.letters.items() for group in plan.groups)
    return _mask_of({key for letters in everywhere for key, said in letters if said == "L"}, index)


def _rules(
    plan: Plan,
    index: Index,
    local: datetime,
    services: list[str],
    letters: list[dict[str, str]],
    opened: list[set[str]],
) -> dict[int, tuple[int, ...]]:
    """The strongest of the own rules for each name; of equals the later said."""
    rows: dict[str, list[int]] = {}

    def say(group: int, name: str, rule: int) -> None:
        row = rows.get(name)
        if row is None:
            row = rows[name] = [Rule.NONE] * len(plan.groups)
        if strength(rule) >= strength(row[group]):
            row[group] = rule

    for number, group in enumerate(plan.groups):
        for place, key in enumerate(services):
            letter = letters[number].get(key, "")
            if letter:
                rule = FIRST_SERVICE + 4 * place + _of_letter(letter, key in opened[number])
                for name in data.services()[key.removeprefix(SERVICE)].names:
                    say(number, name, rule)
        for name, rule in _own(group, local):
            say(number, name, rule)
        for name in data.help_sites():
            say(number, name, Rule.HELP)
        for name in plan.ordered:
            say(number, name, Rule.ORDERED)
    found: dict[int, tuple[int, ...]] = {}
    for name, row in rows.items():
        mark = fingerprint.of(wire_of(name, ""), index.prime)
        same = found.get(mark, ())  # one name may be written in two ways
        found[mark] = tuple(map(_stronger, row, same)) if same else tuple(row)
    return found


def _stronger(one: int, other: int) -> int:
    return one if strength(one) >= strength(other) else other


def _of_letter(letter: str, opened: bool) -> int:
    if letter == "L":
        return SERVICE_LOCKED
    if letter == "O":
        return SERVICE_OPEN
    return SERVICE_OPENED if opened else SERVICE_BLOCKED


def _own(group: GroupPlan, local: datetime) -> Iterator[tuple[str, int]]:
    """Own lists and open allowances; what is allowed for a while outweighs what is blocked."""
    for name in group.own_block:
        yield name, Rule.BLOCK
    for name in group.own_allow:
        yield name, Rule.ALLOW
    for allowance in group.allowances:
        named = not allowance.what.startswith((CATEGORY, SERVICE))
        if named and moment(allowance.until, "") > local:
            yield allowance.what, Rule.OPENED


def ruled_names(plan: Plan) -> set[str]:
    """Every name of which an own rule of the plan may speak at some time, as it is written."""
    found = {*plan.ordered, *data.help_sites()}
    for group in plan.groups:
        found |= {*group.own_block, *group.own_allow}
        whats = [allowance.what for allowance in group.allowances]
        found |= {what for what in whats if not what.startswith((CATEGORY, SERVICE))}
        for letters in (group.letters, *(hours.letters for hours in group.hours)):
            for key in letters:
                if key.startswith(SERVICE):
                    found |= set(data.services()[key.removeprefix(SERVICE)].names)
    return found


def _networks(plan: Plan) -> tuple[tuple[int, int, Mapping[int, int]], ...]:
    tables: dict[tuple[int, int], dict[int, int]] = {}
    for number, group in enumerate(plan.groups):
        for subnet in group.subnets:
            network = ipaddress.ip_network(subnet)
            bits = network.max_prefixlen - network.prefixlen
            table = tables.setdefault((network.version, network.prefixlen), {})
            table[int(network.network_address) >> bits] = number
    ordered = sorted(tables.items(), key=lambda each: -each[0][1])
    return tuple((version, length, table) for (version, length), table in ordered)


def _next_change(plan: Plan, local: datetime) -> datetime:
    """The next moment at which something may differ; at the latest midnight, when the date does."""
    moments = [_next(local, "00:00")]
    moments += [moment(trail.until, "") for trail in plan.trails]
    for group in plan.groups:
        moments += [moment(allowance.until, "") for allowance in group.allowances]
        for hours in group.hours:
            moments += [_next(local, clock) for clock in (hours.begins, hours.ends)]
    return min(each for each in moments if each > local)


def _next(local: datetime, clock: str) -> datetime:
    at = time.fromisoformat(clock)
    today = local.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return today if today > local else today + timedelta(days=1)
