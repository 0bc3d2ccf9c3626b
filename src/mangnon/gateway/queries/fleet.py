"""Reads about the filters: who they are, what they follow, what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from mangnon.gateway.choices import AlarmKind, ClientKind
from mangnon.gateway.models import Alarm, Bundle, Gateway, Site
from mangnon.gateway.perms import can_steer_school
from mangnon.gateway.queries.sites import site_for, sites_shown
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.kit.vietnamese import key
from mangnon.units.api import Person

MOST_ALARMS = 50
TONES = {"well": "green", "waits": "amber", "ill": "red", "revoked": "grey"}


def digest_of(secret: str) -> str:
    """What is kept of a token or a code: they are pure chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def gateway_of_token(token: str) -> Gateway | None:
    """The filter with that token, also one that was revoked."""
    rows = Gateway.objects.select_related("site__unit")
    return rows.filter(token_hash=digest_of(token)).first()


def gateway_of_hash(token_hash: str) -> Gateway | None:
    return Gateway.objects.filter(token_hash=token_hash).first()


def live_tokens() -> dict[str, int]:
    """Hash of the token -> site, of every filter that was not revoked."""
    return dict(Gateway.objects.filter(revoked_at=None).values_list("token_hash", "site_id"))


def revisions() -> dict[int, int]:
    """Site -> the revision of the plan last released for it."""
    return dict(Site.objects.order_by().values_list("pk", "revision"))


def newest_bundle() -> int:
    """The number of the bundle made last; 0 before the first."""
    return Bundle.objects.order_by().aggregate(last=Max("pk"))["last"] or 0


def gateways_visible_to(person: Person) -> QuerySet[Gateway]:
    sites = sites_shown(person).order_by().values("pk")
    return Gateway.objects.filter(site_id__in=sites).select_related("site__unit")


def gateway_seen_by(person: Person, pk: UUID) -> Gateway:
    """Raises Gateway.DoesNotExist also where the person may not look."""
    return gateways_visible_to(person).get(pk=pk)


def alarms_of(gateway: Gateway) -> list[Alarm]:
    """Its last alarms, open and past, the latest first."""
    return list(gateway.alarms.order_by("-since")[:MOST_ALARMS])


@dataclass(frozen=True)
class State:
    """How a filter does. kind: a key of `TONES`; words: for the screen; since: from when."""

    kind: str
    words: str
    since: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.kind]

    @property
    def text(self) -> str:
        return f"{self.words} {self.since}".strip()


def state_of(gateway: Gateway, newest: int, alarms: Iterable[Alarm] = ()) -> State:
    """Says "đang áp dụng bản 12 từ 10:32", or what is waited for."""
    if gateway.revoked_at:
        return State("revoked", "Đã thu hồi", f"lúc {_moment(gateway.revoked_at)}")
    silent = any(one.kind == AlarmKind.SILENT for one in alarms)
    if gateway.seen_at is None:
        return State("ill" if silent else "waits", "Đã ghi danh, chưa liên lạc lần nào")
    if silent:
        return State("ill", "Không liên lạc", f"từ {_moment(gateway.seen_at)}")
    waits = _waited_for(gateway, newest)
    kind = "ill" if any(True for _ in alarms) else "waits" if waits else "well"
    if waits:
        return State(kind, f"Chờ áp dụng {waits}")
    since = f"từ {_moment(gateway.in_force_at)}" if gateway.in_force_at else ""
    return State(kind, f"Đang áp dụng bản {gateway.plan_in_force}", since)


def _waited_for(gateway: Gateway, newest: int) -> str:
    waits = []
    if gateway.plan_in_force < gateway.site.revision:
        waits.append(f"quy tắc bản {gateway.site.revision}")
    if gateway.bundle_in_force < newest:
        waits.append(f"gói danh sách {newest}")
    return ", ".join(waits)


def _moment(at: datetime) -> str:
    """`10:32`, with the day when it is another one."""
    local = clock.local(at)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%H:%M %d/%m}"


@dataclass(frozen=True)
class FleetRow:
    """A filter on the fleet page."""

    gateway: Gateway
    state: State
    alarms: tuple[Alarm, ...] = ()
    asked: int = 0
    blocked: int = 0


@dataclass(frozen=True)
class Fleet:
    """newest: the number of the newest bundle; bare: sites without a filter; counts: kind of state
    -> how many filters; counted: whether today's counters could be read."""

    rows: tuple[FleetRow, ...]
    newest: int
    bare: tuple[Site, ...]
    counts: dict[str, int] = field(default_factory=dict)
    counted: bool = True


def fleet(person: Person, *, words: str = "", kind: str = "") -> Fleet:
    """The filters in a person's reach that were not revoked, by school and state."""
    open_alarms = Prefetch("alarms", Alarm.objects.filter(ended_at=None))
    rows = gateways_visible_to(person).filter(revoked_at=None).prefetch_related(open_alarms)
    found = list(rows.order_by("site__unit__path", "site_id", "enrolled_at"))
    newest = newest_bundle()
    today, counted = _today({one.site_id for one in found})
    all_rows = tuple(_row(one, newest, today) for one in found)
    counts = {each: sum(row.state.kind == each for row in all_rows) for each in TONES}
    shown = (row for row in all_rows if not kind or row.state.kind == kind)
    bare = sites_shown(person).exclude(pk__in=[one.site_id for one in found])
    return Fleet(
        tuple(row for row in shown if _named(row.gateway, words)),
        newest,
        tuple(bare.order_by("unit__path", "pk")),
        counts,
        counted,
    )


def _row(gateway: Gateway, newest: int, today: dict[int, timestore.OfSite]) -> FleetRow:
    alarms = tuple(gateway.alarms.all())
    site = today.get(gateway.site_id)
    state = state_of(gateway, newest, alarms)
    return FleetRow(gateway, state, alarms, site.asked if site else 0, site.blocked if site else 0)


def _today(sites: set[int]) -> tuple[dict[int, timestore.OfSite], bool]:
    """Counters of the day, of each site; a store that is away costs the figures, not the page."""
    since = clock.start_of(clock.today())
    try:
        found = timestore.by_site(sites, since, clock.now())
    except timestore.StoreFailed:
        return {}, False
    return {one.site: one for one in found}, True


def _named(gateway: Gateway, words: str) -> bool:
    site = gateway.site
    return key(words) in key(f"{site.unit.name} {site.name} {gateway.name}")


def site_to_steer(person: Person, pk: int) -> tuple[Site, bool]:
    """A site in sight, and whether the person may bring filters in and send them off."""
    site = site_for(person, pk)
    return site, can_steer_school(person, site.unit)


def subnets_of(site: Site) -> tuple[str, ...]:
    """The networks of the site's groups."""
    clients = site.clients.filter(kind=ClientKind.SUBNET).order_by("value")
    return tuple(clients.values_list("value", flat=True))


def gateways_to_review() -> list[Gateway]:
    """Every filter that should be well, with its open alarms."""
    open_alarms = Prefetch("alarms", Alarm.objects.filter(ended_at=None))
    rows = Gateway.objects.filter(revoked_at=None).select_related("site__unit")
    return list(rows.prefetch_related(open_alarms).order_by("pk"))


@dataclass(frozen=True)
class Passed:
    """From when a plan and a bundle were in force."""

    at: datetime
    plan: int
    bundle: int


def history_of(gateway: Gateway) -> list[Passed]:
    """What was in force, the latest first."""
    told = gateway.status.get("history", ())
    return [Passed(datetime.fromisoformat(e["at"]), e["plan"], e["bundle"]) for e in told]


@dataclass(frozen=True)
class Checked:
    """A check from inside the school: `pass`, `fail` or `unknown`, and what to do."""

    title: str
    outcome: str
    seen: str
    todo: str

    @property
    def tag(self) -> tuple[str, str]:
        return _OUTCOMES[self.outcome]


_OUTCOMES = {
    "pass": ("Đạt", "green"),
    "fail": ("Không đạt", "red"),
    "unknown": ("Chưa rõ", "grey"),
}


@dataclass(frozen=True)
class Doctor:
    """The last check from inside the school that was sent here."""

    at: datetime
    checks: tuple[Checked, ...]

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.checks)

    @property
    def failed(self) -> int:
        return self.count("fail")


def doctor_of(gateway: Gateway) -> Doctor | None:
    """None when nobody has checked yet."""
    told = gateway.status.get("doctor")
    if not told:
        return None
    checks = (
        Checked(e["title"], e["outcome"], e.get("seen", ""), e.get("todo", ""))
        for e in told.get("checks", ())
        if e.get("outcome") in _OUTCOMES
    )
    return Doctor(datetime.fromisoformat(told["at"]), tuple(checks))
