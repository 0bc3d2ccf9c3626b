"""The plan of a site: who its groups are and what each may open, when.

A plan is data: it comes signed from the province or from a file of the school, and is compiled
against an index into a `Table` of masks. A mask holds for a moment; `Table.until` says when to
compile again (a lesson ends, an allowance runs out).
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mangnon.gateway.engine import fingerprint, names
from mangnon.gateway.engine.index import Index

MODES = ("page", "nxdomain", "null")
YOUTUBE = ("open", "moderate", "strict")
UNKNOWN = ("open", "flag", "ask", "block")
KINDS = ("", "lesson", "break", "evening", "exam", "holiday")
SERVICE = "dv:"  # before the key of a named service (data/services.csv) among the letters


class BadPlan(ValueError):
    """A plan that cannot be followed; says where and why."""


@dataclass(frozen=True)
class Hours:
    """A time of the week with its own letters. days: 0 is Monday; a span may pass midnight.

    kind: one of `KINDS`; from_on, until_on: the first and the last date (ISO) on which it holds,
    blank for any. Where several hold, the later one in the plan decides.
    """

    days: tuple[int, ...]
    begins: str
    ends: str
    letters: Mapping[str, str]
    title: str = ""
    kind: str = ""
    from_on: str = ""
    until_on: str = ""

    def holds(self, now: datetime) -> bool:
        begins, ends = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        clock, day = now.time(), now.weekday()
        if begins <= ends:
            return day in self.days and begins <= clock < ends
        yesterday = (day - 1) % 7
        return (day in self.days and clock >= begins) or (yesterday in self.days and clock < ends)


@dataclass(frozen=True)
class Allowance:
    """Something opened for a while: a name, a category as `nhóm:games`, a service as `dv:youtube`."""

    what: str
    until: str


@dataclass(frozen=True)
class Trail:
    """A safeguarding matter for which one client's names are kept, sealed, until a moment.

    ident: the matter's id; client: an address, a MAC or a token; key: the X25519 public key
    (base64) to which each line is sealed, so that the filter itself cannot read them back.
    """

    ident: str
    client: str
    until: str
    key: str


@dataclass(frozen=True)
class GroupPlan:
    """One group of the site. letters: category, or `dv:` and a service -> L, X, A or O; missing
    categories by `fallback`, missing services by their categories; bypass: whether the ways round
    the filter that browsers take by themselves are shut; macs: `aa:bb:cc:dd:ee:ff`; tokens: for
    clients that come under a DoT name `TOKEN.…` or a DoH path `/dns-query/TOKEN`; unknown: what
    becomes of names that no list knows and the name model finds suspicious."""

    key: str
    words: str
    subnets: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    fallback: str = "X"
    hours: tuple[Hours, ...] = ()
    safesearch: bool = True
    youtube: str = "strict"
    unknown: str = "open"
    bypass: bool = True
    own_block: tuple[str, ...] = ()
    own_allow: tuple[str, ...] = ()
    allowances: tuple[Allowance, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A site. `fallback_group` takes clients that no group claims: the strictest is the rule.

    ordered: name -> the paper by which an authority had it blocked for everybody; routers:
    addresses whose word about a client's MAC is believed; revision: counts up with each change.
    """

    site: str
    groups: tuple[GroupPlan, ...]
    fallback_group: str
    mode: str = "page"
    page_v4: str = ""
    page_v6: str = ""
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str = "Asia/Ho_Chi_Minh"
    ordered: Mapping[str, str] = field(default_factory=dict)
    routers: tuple[str, ...] = ()
    trails: tuple[Trail, ...] = ()
    revision: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1)

    @staticmethod
    def from_json(text: str) -> Plan:
        """Raises BadPlan with the place of what is wrong."""
        try:
            raw = json.loads(text)
            groups = tuple(_group(each) for each in raw.pop("groups"))
            zones = {name: tuple(to) for name, to in raw.pop("zones", {}).items()}
            routers = tuple(raw.pop("routers", ()))
            trails = tuple(Trail(**each) for each in raw.pop("trails", ()))
            plan = Plan(groups=groups, zones=zones, routers=routers, trails=trails, **raw)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BadPlan(f"kế hoạch lọc không đọc được: {wrong}") from None
        _check(plan)
        return plan


def _group(raw: dict[str, Any]) -> GroupPlan:
    hours = tuple(Hours(**{**each, "days": tuple(each["days"])}) for each in raw.pop("hours", ()))
    allowances = tuple(Allowance(**each) for each in raw.pop("allowances", ()))
    for name in ("subnets", "tokens", "macs", "own_block", "own_allow"):
        raw[name] = tuple(raw.get(name, ()))
    return GroupPlan(hours=hours, allowances=allowances, **raw)


def _check(plan: Plan) -> None:
    keys = [group.key for group in plan.groups]
    _require(len(keys) == len(set(keys)), "có hai nhóm cùng tên")
    _require(plan.fallback_group in keys, f"không có nhóm {plan.fallback_group!r}")
    _require(plan.mode in MODES, f"cách trả lời {plan.mode!r} không có")
    _page(plan.page_v4, 4)
    _page(plan.page_v6, 6)
    for group in plan.groups:
        where = f"nhóm {group.key!r}: "
        _require(group.youtube in YOUTUBE, where + f"mức YouTube {group.youtube!r} không có")
        _require(group.unknown in UNKNOWN, where + f"tên lạ {group.unknown!r} không có")
        for letters in (group.letters, *(hours.letters for hours in group.hours)):
            _require(set(letters.values()) <= set("LXAO"), where + "chữ lạ trong bảng")
        for subnet in group.subnets:
            _subnet(subnet, where)
        for hours in group.hours:
            _span(hours, where)
        for allowance in group.allowances:
            _moment(allowance.until, where)
        for name in (*group.own_block, *group.own_allow):
            _name(name, where)


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise BadPlan(words)


def _page(address: str, version: int) -> None:
    try:
        wrong = bool(address) and ipaddress.ip_address(address).version != version
    except ValueError:
        wrong = True
    _require(not wrong, f"địa chỉ trang báo chặn {address!r} không phải IPv{version}")


def _subnet(subnet: str, where: str) -> None:
    try:
        ipaddress.ip_network(subnet)
    except ValueError:
        raise BadPlan(f"{where}{subnet!r} không phải dải địa chỉ") from None


def _span(hours: Hours, where: str) -> None:
    try:
        time.fromisoformat(hours.begins), time.fromisoformat(hours.ends)
    except ValueError:
        raise BadPlan(f"{where}giờ {hours.begins}–{hours.ends} không đọc được") from None
    _require(set(hours.days) <= set(range(7)), where + "ngày trong tuần từ 0 đến 6")


def _moment(text: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadPlan(f"{where}thời điểm {text!r} không đọc được") from None
    _require(moment.tzinfo is not None, f"{where}thời điểm {text!r} thiếu múi giờ")
    return moment


def _name(name: str, where: str) -> bytes:
    try:
        return names.wire(names.checked(name.encode()))
    except names.BadName as wrong:
        raise BadPlan(f"{where}{name!r} {wrong}") from None


BLOCK, ALLOW = 1, 2


@dataclass(frozen=True)
class Table:
    """A plan compiled for a moment.

    masks[g]: the categories blocked for group g, locked ones among them; locked: those that no
    allowance opens; own: (fingerprint, group) -> BLOCK or ALLOW, with everything below the name;
    has_own[g]: whether the group has any; networks: (version, prefix length) -> network number ->
    group, longest first.
    """

    groups: tuple[str, ...]
    masks: tuple[int, ...]
    locked: int
    own: Mapping[tuple[int, int], int]
    has_own: tuple[bool, ...]
    networks: tuple[tuple[int, int, Mapping[int, int]], ...]
    fallback: int
    until: datetime

    def group_of(self, address: bytes) -> int:
        """The group of a client address of 4 or 16 bytes; IPv4 inside IPv6 counts as IPv4."""
        if len(address) == 16 and address.startswith(bytes(10) + b"\xff\xff"):
            address = address[12:]
        version, bits = (4, 32) if len(address) == 4 else (6, 128)
        number = int.from_bytes(address, "big")
        for of, length, table in self.networks:
            if of == version:
                group = table.get(number >> (bits - length))
                if group is not None:
                    return group
        return self.fallback


def compiled(plan: Plan, index: Index, now: datetime) -> Table:
    """The masks that hold at `now` (aware), and until when."""
    local = now.astimezone(ZoneInfo(plan.timezone))
    keys = tuple(group.key for group in plan.groups)
    own: dict[tuple[int, int], int] = {}
    masks = []
    for number, group in enumerate(plan.groups):
        masks.append(_mask(group, index, local))
        own.update(_own(group, number, index, local))
    return Table(
        groups=keys,
        masks=tuple(masks),
        locked=_locked(plan, index),
        own=own,
        has_own=tuple(any(g == number for _, g in own) for number in range(len(keys))),
        networks=_networks(plan),
        fallback=keys.index(plan.fallback_group),
        until=_next_change(plan, local),
    )


def _mask(group: GroupPlan, index: Index, local: datetime) -> int:
    letters = dict(group.letters)
    for hours in group.hours:
        if hours.holds(local):
            letters |= {
                category: letter
                for category, letter in hours.letters.items()
                if letters.get(category) != "L"
            }
    opened = {
        allowance.what.removeprefix("nhóm:")
        for allowance in group.allowances
        if allowance.what.startswith("nhóm:") and _moment(allowance.until, "") > local
    }
    mask = 0
    for category in index.categories:
        letter = letters.get(category, group.fallback)
        if letter == "L" or (letter in "XA" and category not in opened):
            mask |= index.bit(category)
    return mask


def _own(
    group: GroupPlan, number: int, index: Index, local: datetime
) -> dict[tuple[int, int], int]:
    """Own lists and open allowances; what is allowed for a while outweighs what is blocked."""
    marks = {(_mark(name, index), number): BLOCK for name in group.own_block}
    marks |= {(_mark(name, index), number): ALLOW for name in group.own_allow}
    for allowance in group.allowances:
        if not allowance.what.startswith("nhóm:") and _moment(allowance.until, "") > local:
            marks[_mark(allowance.what, index), number] = ALLOW
    return marks


def _mark(name: str, index: Index) -> int:
    return fingerprint.of(_name(name, ""), index.prime)


def _locked(plan: Plan, index: Index) -> int:
    """A category locked for any group is locked for all: no administrator opens it."""
    locked = {
        category
        for group in plan.groups
        for category, letter in group.letters.items()
        if letter == "L"
    }
    mask = 0
    for category in locked:
        mask |= index.bit(category)
    return mask


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
    """The next moment at which a mask may differ; at the latest a day from now."""
    moments = [local + timedelta(days=1)]
    for group in plan.groups:
        moments += [_moment(allowance.until, "") for allowance in group.allowances]
        for hours in group.hours:
            moments += [_next(local, clock) for clock in (hours.begins, hours.ends)]
    return min(moment for moment in moments if moment > local)


def _next(local: datetime, clock: str) -> datetime:
    at = time.fromisoformat(clock)
    today = local.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return today if today > local else today + timedelta(days=1)
