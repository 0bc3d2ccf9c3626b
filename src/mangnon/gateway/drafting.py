"""From what units set to the engine's plan of a site.

Everything that the plans of many sites need is read at once (`Facts`): the number of queries does
not grow with the number of sites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from mangnon.gateway.choices import ClientKind, MatterState
from mangnon.gateway.engine.plan import SERVICE, Allowance, GroupPlan, Hours, Plan, Trail
from mangnon.gateway.inheriting import CATEGORY, Resolved, Said, resolve
from mangnon.gateway.models import Allowance as Opened
from mangnon.gateway.models import Matter, OrderedName, Setting, Site, SiteClient, WrongBlock
from mangnon.gateway.policies import GROUPS
from mangnon.kit import clock
from mangnon.units.api import Unit

OPEN_BY_RULE = frozenset({"staff", "guests"})


def root_id(unit: Unit) -> int:
    """The id of the province in whose tree a unit stands."""
    return int(unit.path.split("/", 1)[0])


def said_of(rows: Iterable[Setting], root: int) -> list[Said]:
    """Settings as the rules of inheritance take them."""
    return [
        Said(row.unit_id, row.unit_id != root, row.group, row.what, row.value, row.why)
        for row in rows
    ]


@dataclass(frozen=True)
class Facts:
    """What the plans of some sites are made of, read at one moment."""

    now: datetime
    settings: Mapping[int, list[Setting]]
    clients: Mapping[int, list[SiteClient]]
    opened: Mapping[int, list[Opened]]
    matters: Mapping[int, list[Matter]]
    ordered: Mapping[str, str]
    freed: Mapping[int, tuple[str, ...]]

    @staticmethod
    def about(sites: Iterable[Site], now: datetime) -> Facts:
        """Six queries, whatever the number of sites. The sites carry their units."""
        sites = list(sites)
        ids = [site.pk for site in sites]
        units = {site.unit_id for site in sites} | {root_id(site.unit) for site in sites}
        return Facts(
            now,
            _by(Setting.objects.filter(unit_id__in=units), "unit_id"),
            _by(SiteClient.objects.filter(site_id__in=ids), "site_id"),
            _by(
                Opened.objects.filter(site_id__in=ids, until__gt=now, ended_at=None).order_by("pk"),
                "site_id",
            ),
            _by(
                Matter.objects.filter(site_id__in=ids, state=MatterState.OPEN, until__gt=now),
                "site_id",
            ),
            _ordered(now),
            _freed(),
        )


def _by(rows: Iterable[Any], field: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def _ordered(now: datetime) -> dict[str, str]:
    """Names that an authority has blocked today, each with its paper."""
    today = clock.local(now).date()
    rows = OrderedName.objects.filter(Q(until=None) | Q(until__gte=today), lifted_at=None)
    return dict(rows.order_by("name").values_list("name", "paper"))


def _freed() -> dict[int, tuple[str, ...]]:
    """province -> names that it found wrongly blocked and opened; its latest word counts."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    rows = WrongBlock.objects.exclude(opened=None).order_by("answered_at", "pk")
    for name, opened, path in rows.values_list("name", "opened", "said_by__path"):
        found[int(path.split("/", 1)[0])][name] = bool(opened)
    return {
        root: tuple(sorted(name for name, opened in names.items() if opened))
        for root, names in found.items()
    }


def planned(site: Site, facts: Facts) -> Plan:
    """The plan of a site without its revision."""
    root = root_id(site.unit)
    said = said_of([*facts.settings.get(root, ()), *facts.settings.get(site.unit_id, ())], root)
    found = {key: resolve(key, said) for key in GROUPS}
    freed = facts.freed.get(root, ())
    return Plan(
        site=f"{site.unit.name} – {site.name}",
        groups=tuple(_group(key, found[key], site, facts, freed) for key in GROUPS),
        fallback_group=site.fallback_group,
        # One answer for the whole site: what undeclared devices get.
        mode=found[site.fallback_group]["mode"].value,
        page_v4=site.page_v4 or "",
        page_v6=site.page_v6 or "",
        zones={name: tuple(to) for name, to in sorted(site.zones.items())},
        ordered=facts.ordered,
        routers=tuple(site.routers),
        trails=tuple(
            Trail(str(each.pk), each.client, each.until.isoformat(), each.public_key)
            for each in facts.matters.get(site.pk, ())
        ),
    )


def _group(
    key: str, found: Mapping[str, Resolved], site: Site, facts: Facts, freed: tuple[str, ...]
) -> GroupPlan:
    mine = [each for each in facts.clients.get(site.pk, ()) if each.group == key]
    blocked = tuple(found["block"].value)
    # What a school blocks by its own list stays blocked there.
    allowed = dict.fromkeys((*found["allow"].value, *(n for n in freed if n not in blocked)))
    return GroupPlan(
        key,
        GROUPS[key],
        subnets=_values(mine, ClientKind.SUBNET),
        tokens=_values(mine, ClientKind.TOKEN),
        macs=_values(mine, ClientKind.MAC),
        letters=letters_of(found),
        fallback="O" if key in OPEN_BY_RULE else "X",
        hours=tuple(as_hours(each) for each in found["hours"].value),
        safesearch=found["safesearch"].value,
        youtube=found["youtube"].value,
        unknown=found["unknown"].value,
        bypass=found["bypass"].value,
        own_block=blocked,
        own_allow=tuple(allowed),
        allowances=tuple(
            Allowance(each.what, each.until.isoformat())
            for each in facts.opened.get(site.pk, ())
            if each.group == key
        ),
    )


def letters_of(found: Mapping[str, Resolved]) -> dict[str, str]:
    """The letters of a plan; services that nobody speaks of follow their categories."""
    return {
        what.removeprefix(CATEGORY): each.value
        for what, each in found.items()
        if what.startswith((CATEGORY, SERVICE)) and each.value is not None
    }


def as_hours(raw: Mapping[str, Any]) -> Hours:
    return Hours(**{**raw, "days": tuple(raw["days"])})


def _values(clients: Iterable[SiteClient], kind: ClientKind) -> tuple[str, ...]:
    return tuple(each.value for each in clients if each.kind == kind)
