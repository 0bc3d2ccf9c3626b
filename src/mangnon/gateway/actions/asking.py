"""Asks of pupils become requests; a request becomes an allowance with an end, or a kind no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F

from mangnon.gateway.choices import AskState, Group
from mangnon.gateway.engine import names
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.feeds.written import suffixes
from mangnon.gateway.models import Ask, Site, UnblockRequest
from mangnon.gateway.planning import plan_of
from mangnon.gateway.queries.asking import letter_for
from mangnon.kit import clock

log = structlog.get_logger("mangnon.gateway")
MOST_WAITING = 300  # requests of a site that wait at once; what comes then is not kept


@dataclass(frozen=True)
class Asked:
    """An ask of the block page, checked."""

    ident: UUID
    name: str
    group: str
    category: str
    at: datetime


class NotTaken(ValueError):
    """An ask that makes no request; says why."""


@transaction.atomic
def take_asks(site: Site, asks: Iterable[Mapping[str, Any]]) -> list[str]:
    """Take what pupils asked for at a site; again with the same id it counts once.

    Returns the ids that the filter can let go of: a bad ask is among them, with its reason logged.
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("unit").get(pk=site.pk)
    plan, done = plan_of(site), []
    for raw in asks:
        done.append(str(raw.get("id", "")))
        try:
            _take(site, plan, _read(raw))
        except NotTaken as why:
            log.warning("ask not taken", site=site.pk, why=str(why))
    return done


def _read(raw: Mapping[str, Any]) -> Asked:
    now = clock.now()
    try:
        ident = UUID(str(raw["id"]))
        name = names.checked(str(raw["name"]).encode()).decode()
        at = datetime.fromisoformat(str(raw["at"]))
        group, category = Group(str(raw["group"])), str(raw["category"])[:40]
    except (KeyError, ValueError) as wrong:
        raise NotTaken(f"{wrong}") from None
    if at.tzinfo is None:
        raise NotTaken("thời điểm thiếu múi giờ")
    if name in suffixes():
        raise NotTaken(f"{name}: {suffixes()[name]}")
    return Asked(ident, name, group, category, min(at, now))


def _take(site: Site, plan: Plan, asked: Asked) -> None:
    if Ask.objects.filter(pk=asked.ident).exists():
        return
    request = _standing(site, asked) or _new(site, plan, asked)
    Ask.objects.create(pk=asked.ident, request=request, at=asked.at)


def _standing(site: Site, asked: Asked) -> UnblockRequest | None:
    """The request that this ask adds to: one that waits, one that was refused today (the answer
    holds for the day), or one that is open just now."""
    same = UnblockRequest.objects.filter(site=site, group=asked.group, name=asked.name)
    today = clock.start_of(clock.local(clock.now()).date())
    found = (
        same.filter(state__in=[AskState.WAITING, AskState.PASSED_UP]).first()
        or same.filter(state=AskState.REFUSED, answered_at__gte=today).first()
        or same.filter(allowances__until__gt=clock.now(), allowances__ended_at=None).first()
    )
    if found is not None:
        last = max(found.last_at, asked.at)
        UnblockRequest.objects.filter(pk=found.pk).update(times=F("times") + 1, last_at=last)
    return found


def _new(site: Site, plan: Plan, asked: Asked) -> UnblockRequest:
    letter = letter_for(site, plan, asked.group, asked.name, asked.category, clock.now())
    if letter == "L":
        raise NotTaken(f"{asked.category}: không ai mở được")
    waiting = UnblockRequest.objects.filter(
        site=site, state__in=[AskState.WAITING, AskState.PASSED_UP]
    )
    if waiting.count() >= MOST_WAITING:
        raise NotTaken("quá nhiều đề nghị đang chờ")
    up = letter == "X"
    return UnblockRequest.objects.create(
        site=site,
        group=asked.group,
        name=asked.name,
        category=asked.category,
        letter="X" if up else "A",
        state=AskState.PASSED_UP if up else AskState.WAITING,
        passed_at=clock.now() if up else None,
        first_at=asked.at,
        last_at=asked.at,
    )
