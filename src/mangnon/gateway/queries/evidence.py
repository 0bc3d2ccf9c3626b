"""What is known of a school's filter at a moment: the ground of its conformance page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mangnon.base.audit.api import rows_about
from mangnon.gateway.choices import AskState, ClientKind
from mangnon.gateway.engine.plan import BadPlan, GroupPlan, Plan
from mangnon.gateway.models import Allowance, Bundle, Gateway, Site, SiteClient, UnblockRequest
from mangnon.gateway.planning import plan_of
from mangnon.gateway.queries.bundles import current_bundle
from mangnon.gateway.queries.sites import WAITING, FilterState, groups_of, states_of
from mangnon.gateway.timestore import api as timestore
from mangnon.gateway.timestore.api import StoreFailed, Totals
from mangnon.kit import clock
from mangnon.units.api import Role, Unit, people_at

MONTH, QUARTER = timedelta(days=30), timedelta(days=90)
PATIENCE = timedelta(days=3)  # a request that waits longer stands in the way of teaching
REVIEWED = "filter_conformance.reviewed"
ADULTS = ("staff", "guests")


@dataclass(frozen=True)
class Evidence:
    """Everything that the checks look at, read once.

    plans: of each site what it was last given; counted: None while the counters cannot be read;
    rules: category -> how many rules of lists in use speak of it; doctor: the last look from inside
    the school, with its moment under `at`.
    """

    school: Unit
    now: datetime
    sites: Sequence[Site]
    plans: Sequence[Plan]
    states: Sequence[FilterState]
    clients: Sequence[SiteClient]
    bundle: Bundle | None
    rules: Mapping[str, int]
    counted: Totals | None
    asked: int
    answered: int
    late: int
    opened: int
    principals: int
    technicians: int
    reviewed_at: datetime | None
    doctor: Mapping[str, Any]

    @property
    def groups(self) -> tuple[str, ...]:
        return groups_of(self.school)

    @property
    def pupils(self) -> tuple[str, ...]:
        return tuple(key for key in self.groups if key not in ADULTS)

    def group_plans(self, keys: Sequence[str]) -> list[GroupPlan]:
        """The plans of some groups at every site."""
        return [group for plan in self.plans for group in plan.groups if group.key in keys]


def evidence_about(school: Unit) -> Evidence:
    """A fixed number of queries, however many sites the school has."""
    now = clock.now()
    sites = list(Site.objects.filter(unit=school).select_related("unit").order_by("pk"))
    ids = [site.pk for site in sites]
    bundle = current_bundle()
    requests = UnblockRequest.objects.filter(site_id__in=ids, first_at__gte=now - QUARTER)
    answers = requests.filter(state__in=[AskState.ALLOWED, AskState.REFUSED])
    return Evidence(
        school=school,
        now=now,
        sites=sites,
        plans=[_plan(site) for site in sites],
        states=states_of(sites),
        clients=list(SiteClient.objects.filter(site_id__in=ids)),
        bundle=bundle,
        rules=_rules(bundle),
        counted=_counted(ids, now),
        asked=requests.count(),
        answered=answers.count(),
        late=requests.filter(state__in=WAITING, first_at__lt=now - PATIENCE).count(),
        opened=Allowance.objects.filter(site_id__in=ids, made_at__gte=now - QUARTER).count(),
        principals=people_at(school, [Role.PRINCIPAL]).count(),
        technicians=people_at(school, [Role.SCHOOL_IT]).count(),
        reviewed_at=_reviewed(school),
        doctor=_doctor(ids),
    )


def _plan(site: Site) -> Plan:
    """What the site was last given; what it would be given while nothing was released."""
    try:
        return Plan.from_json(site.plan)
    except BadPlan:
        return plan_of(site)


def _rules(bundle: Bundle | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in bundle.manifest.get("lists", ()) if bundle else ():
        if each["use"] == "block":
            found[each["category"]] = found.get(each["category"], 0) + int(each["rules"])
    return found


def _counted(ids: list[int], now: datetime) -> Totals | None:
    if not ids:
        return Totals()
    try:
        return timestore.totals(ids, now - MONTH, now)
    except StoreFailed:
        return None


def _reviewed(school: Unit) -> datetime | None:
    row = rows_about(school).filter(what=REVIEWED).order_by("-seq").first()
    return row.at if row else None


def _doctor(ids: list[int]) -> Mapping[str, Any]:
    """The latest look from inside by any of the school's filters."""
    told = Gateway.objects.filter(site_id__in=ids, revoked_at=None).values_list("status", flat=True)
    looks = [status["doctor"] for status in told if isinstance(status, dict) and "doctor" in status]
    return max(looks, key=lambda look: str(look.get("at", "")), default={})


def has_tokens(evidence: Evidence) -> bool:
    return any(each.kind == ClientKind.TOKEN for each in evidence.clients)
