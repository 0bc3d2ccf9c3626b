"""The plan of a site: who its groups are and what each may open, when.

A plan is data: it comes signed from the province or from a file of the school, and is compiled
against an index into a `Table` of masks. A mask holds for a moment; `Table.until` says when to
compile again (a lesson ends, an allowance runs out).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from mangnon.gateway.engine.plan_checks import (
    CATEGORY,
    KINDS,
    MODES,
    SERVICE,
    UNKNOWN,
    YOUTUBE,
    BadPlan,
    check,
)
from mangnon.gateway.engine.table import Table, compiled

__all__ = [
    "CATEGORY",
    "KINDS",
    "MODES",
    "SERVICE",
    "UNKNOWN",
    "YOUTUBE",
    "Allowance",
    "BadPlan",
    "GroupPlan",
    "Hours",
    "Plan",
    "Table",
    "Trail",
    "compiled",
]


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
        """Whether it is in force at a local moment. `begins` = `ends` is a whole day from then."""
        begins, ends = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        clock, today = now.time(), now.date()
        if begins < ends:
            return begins <= clock < ends and self._on(today)
        return (clock >= begins and self._on(today)) or (
            clock < ends and self._on(today - timedelta(days=1))
        )

    def _on(self, day: date) -> bool:
        """Whether it begins on that day."""
        first, last = self.from_on or date.min.isoformat(), self.until_on or date.max.isoformat()
        return day.weekday() in self.days and first <= day.isoformat() <= last


@dataclass(frozen=True)
class Allowance:
    """Opened for a while: a name, a category as `nhóm:games`, a service as `dv:youtube`."""

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
        check(plan)
        return plan


def _group(raw: dict[str, Any]) -> GroupPlan:
    hours = tuple(Hours(**{**each, "days": tuple(each["days"])}) for each in raw.pop("hours", ()))
    allowances = tuple(Allowance(**each) for each in raw.pop("allowances", ()))
    for name in ("subnets", "tokens", "macs", "own_block", "own_allow"):
        raw[name] = tuple(raw.get(name, ()))
    return GroupPlan(hours=hours, allowances=allowances, **raw)
