"""What the filters are told: the plan of each site, kept up with what units set.

Whoever changes something that a plan is made of calls `release_for(unit)` (the school, or the
province) in the same transaction; once it is committed the plans are made anew, and where one
differs its revision goes up. Filters wait for exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Max, Q
from django_tasks import task

from mangnon.base.audit.api import Actor, record_many
from mangnon.base.jobs.api import report_progress
from mangnon.gateway.drafting import Facts, planned, root_id, said_of
from mangnon.gateway.engine.plan import BadPlan, Plan, Trail
from mangnon.gateway.inheriting import Resolved, Said, resolve
from mangnon.gateway.models import OrderedName, Setting, Site
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind

log = structlog.get_logger("mangnon.gateway")
AT_ONCE = 100  # sites in one transaction: short enough for whoever else wants to write

__all__ = [
    "Resolved",
    "plan_of",
    "release",
    "release_all",
    "release_every_site",
    "release_for",
    "release_lapsed",
    "resolved",
    "said_by",
]


def said_by(unit: Unit) -> list[Said]:
    """What the province and, for a school, the school itself set. One query."""
    root = root_id(unit)
    return said_of(Setting.objects.filter(unit_id__in={root, unit.pk}), root)


def resolved(unit: Unit, group: str) -> dict[str, Resolved]:
    """Everything that can be set, as it stands for a group of a school or of the province."""
    return resolve(group, said_by(unit))


def plan_of(site: Site) -> Plan:
    """The plan of a site as it would be released now."""
    return replace(planned(site, Facts.about([site], clock.now())), revision=site.revision)


def release_for(unit: Unit, *, by: Person | None = None) -> None:
    """Something about a unit changed: after the commit its filters get a new plan.

    A school's few sites at once, the many of a province in a job.
    """
    if unit.kind == UnitKind.SCHOOL:
        transaction.on_commit(partial(_release_unit, unit.pk, by))
    else:
        release_all(by=by)


def _release_unit(unit_id: int, by: Person | None) -> None:
    release(Site.objects.filter(unit_id=unit_id).values_list("pk", flat=True), by=by)


def release_all(*, by: Person | None = None) -> None:
    """Something that concerns every site changed: a job makes all plans anew."""
    release_every_site.enqueue(str(by.pk) if by else "")


@task(retries=5, minutes=30)
def release_every_site(by: str = "") -> int:
    """All sites; says how many plans changed."""
    person = Person.objects.filter(pk=UUID(by)).first() if by else None
    return len(release(by=person))


def release(sites: Iterable[int] | None = None, *, by: Actor | None = None) -> list[int]:
    """Make the plans of sites (all of them by default) anew; the ids of those that changed."""
    ids = list(Site.objects.order_by("pk").values_list("pk", flat=True) if sites is None else sites)
    changed: list[int] = []
    report_progress(0, len(ids), "Áp dụng quy tắc cho các điểm trường")
    for start, some in _portions(ids):
        changed += _release_some(some, by)
        report_progress(start + len(some), len(ids), "Áp dụng quy tắc cho các điểm trường")
    return changed


def _portions(ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(ids), AT_ONCE):
        yield start, ids[start : start + AT_ONCE]


@transaction.atomic
def _release_some(ids: Sequence[int], by: Actor | None) -> list[int]:
    """The rows are locked before anything is read: of two releases the later one knows all."""
    rows = Site.objects.filter(pk__in=ids)
    locked = rows.select_related("unit").select_for_update(of=("self",))
    sites = list(locked.order_by("pk"))
    facts = Facts.about(sites, clock.now())
    changed = [site for site in sites if _renewed(site, facts)]
    Site.objects.bulk_update(changed, ["plan", "revision"])
    rows.update(planned_at=facts.now)
    record_many(by=by, what="filter_plan.released", on=changed, facts={"sites": len(changed)})
    return [site.pk for site in changed]


def _renewed(site: Site, facts: Facts) -> bool:
    """Whether the site's plan differs from the one last released; then it has the new one."""
    plan = planned(site, facts)
    before = _released(site)
    if before and _timeless(plan, facts.now) == _timeless(before, facts.now):
        return False
    new = replace(plan, revision=site.revision + 1)
    try:
        Plan.from_json(text := new.to_json())
    except BadPlan as wrong:
        # One site that cannot be planned must not keep the others from theirs.
        log.error("plan refused", site=site.pk, why=str(wrong))
        return False
    site.plan, site.revision = text, new.revision
    return True


def _released(site: Site) -> Plan | None:
    """The plan in force; None before the first, and for one that an older release wrote."""
    try:
        return Plan.from_json(site.plan) if site.plan else None
    except BadPlan:
        return None


def _timeless(plan: Plan, now: datetime) -> Plan:
    """Without its number and without what has run out: the filter ends that by itself."""
    groups = tuple(
        replace(group, allowances=tuple(a for a in group.allowances if _lasts(a.until, now)))
        for group in plan.groups
    )
    trails: tuple[Trail, ...] = tuple(each for each in plan.trails if _lasts(each.until, now))
    return replace(plan, groups=groups, trails=trails, revision=0)


def _lasts(until: str, now: datetime) -> bool:
    return datetime.fromisoformat(until) > now


def release_lapsed(now: datetime) -> list[int]:
    """Plans that time alone made wrong: of sites never planned, and where an order ran out."""
    today = clock.local(now).date()
    ended = OrderedName.objects.filter(until__lt=today, lifted_at=None).aggregate(on=Max("until"))
    stale = Q(planned_at=None)
    if ended["on"]:
        stale |= Q(planned_at__lt=clock.start_of(ended["on"] + timedelta(days=1)))
    return release(Site.objects.filter(stale).order_by("pk").values_list("pk", flat=True))
