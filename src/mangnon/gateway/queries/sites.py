"""Schools, their places and how their filters do, within a person's reach."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from mangnon.base.jobs.api import Job, Progress, State
from mangnon.gateway.choices import AskState, ClientKind
from mangnon.gateway.models import Allowance, Gateway, Setting, Site, SiteClient, UnblockRequest
from mangnon.gateway.perms import can_see_filters, can_see_school
from mangnon.gateway.policies import GROUPS
from mangnon.kit import clock
from mangnon.kit.vietnamese import key
from mangnon.units.api import Person, Unit, UnitKind, scope_of

SILENT_AFTER = timedelta(minutes=15)
WAITING = (AskState.WAITING, AskState.PASSED_UP)


def schools_shown(person: Person) -> QuerySet[Unit]:
    """The schools whose filters a person may see."""
    if not can_see_filters(person):
        return Unit.objects.none()
    return scope_of(person).units().filter(kind=UnitKind.SCHOOL).order_by("path")


def school_for(person: Person, pk: int) -> Unit:
    """Raises Unit.DoesNotExist also where the person may not look."""
    school = Unit.objects.get(pk=pk, kind=UnitKind.SCHOOL)
    if not can_see_school(person, school):
        raise Unit.DoesNotExist
    return school


def own_school(person: Person) -> Unit | None:
    """The school for which a person works now, if it is one."""
    home = scope_of(person).home
    if home is None or home.kind != UnitKind.SCHOOL or not can_see_school(person, home):
        return None
    return home


def sites_shown(person: Person) -> QuerySet[Site]:
    """The sites whose filters a person may see."""
    schools = schools_shown(person).order_by().values("pk")
    return _light(Site.objects.filter(unit_id__in=schools))


def _light(found: QuerySet[Site]) -> QuerySet[Site]:
    """With the school, without the plan: the plans of a province are megabytes."""
    return found.select_related("unit").defer("plan")


def site_for(person: Person, pk: int) -> Site:
    """Raises Site.DoesNotExist also where the person may not look."""
    return sites_shown(person).get(pk=pk)


def clients_of(site: Site) -> list[SiteClient]:
    """The devices of a site, the youngest group first."""
    order = list(GROUPS)
    return sorted(site.clients.all(), key=lambda each: (order.index(each.group), each.pk))


def client_of(site: Site, pk: int) -> SiteClient:
    return site.clients.select_related("site__unit").get(pk=pk)


def groups_of(school: Unit) -> tuple[str, ...]:
    """The groups that a school has: the ages it teaches, its staff, its guests."""
    ages = [group for group in GROUPS if group in school.levels]
    return (*(ages or list(GROUPS)[:4]), "staff", "guests")


@dataclass(frozen=True)
class FilterState:
    """How the filter of a site does, in a word. tone: green, amber, red or grey."""

    site: Site
    tone: str
    words: str
    seen_at: datetime | None
    machines: int


def state_of(site: Site, now: datetime) -> FilterState:
    """From what its machines last told. The site carries them (`living`)."""
    machines: Sequence[Gateway] = site.living  # type: ignore[attr-defined]
    seen = max((each.seen_at for each in machines if each.seen_at), default=None)
    tone, words = _judged(site, machines, seen, now)
    return FilterState(site, tone, words, seen, len(machines))


def _judged(
    site: Site, machines: Sequence[Gateway], seen: datetime | None, now: datetime
) -> tuple[str, str]:
    if not machines:
        return "grey", "Chưa có máy lọc"
    if seen is None:
        return "amber", "Chưa liên lạc lần nào"
    if now - seen > SILENT_AFTER:
        return "red", "Mất liên lạc"
    if any(each.plan_in_force < site.revision for each in machines):
        return "amber", "Đang nhận quy tắc mới"
    return "green", "Đang lọc"


def with_machines(sites: QuerySet[Site]) -> QuerySet[Site]:
    """The sites with their machines that were not taken out. One query more."""
    living = Gateway.objects.filter(revoked_at=None)
    return sites.prefetch_related(Prefetch("gateways", living, to_attr="living"))


def states(sites: QuerySet[Site]) -> list[FilterState]:
    now = clock.now()
    return [state_of(site, now) for site in with_machines(sites)]


@dataclass(frozen=True)
class SchoolRow:
    """A school in the province's list."""

    school: Unit
    filters: tuple[FilterState, ...]
    waiting: int
    own_rules: int

    @property
    def tone(self) -> str:
        return worst(self.filters)

    @property
    def words(self) -> str:
        if not self.filters:
            return "Chưa khai báo"
        return next(each.words for each in self.filters if each.tone == self.tone)


_WORST_FIRST = ("red", "amber", "grey", "green")


def worst(filters: Iterable[FilterState]) -> str:
    tones = {each.tone for each in filters}
    return next((tone for tone in _WORST_FIRST if tone in tones), "grey")


def school_rows(schools: Sequence[Unit]) -> list[SchoolRow]:
    """Rows for some schools; four queries however many they are."""
    ids = [school.pk for school in schools]
    filters: Mapping[int, list[FilterState]] = _by_school(
        states(_light(Site.objects.filter(unit_id__in=ids)))
    )
    waiting = _counted(UnblockRequest.objects.filter(state__in=WAITING), "site__unit_id", ids)
    rules = _counted(Setting.objects.all(), "unit_id", ids)
    return [
        SchoolRow(each, tuple(filters.get(each.pk, ())), waiting[each.pk], rules[each.pk])
        for each in schools
    ]


def _by_school(found: Iterable[FilterState]) -> dict[int, list[FilterState]]:
    grouped: dict[int, list[FilterState]] = defaultdict(list)
    for each in found:
        grouped[each.site.unit_id].append(each)
    return grouped


def _counted(
    rows: QuerySet[UnblockRequest] | QuerySet[Setting], field: str, ids: list[int]
) -> Counter[int]:
    found = rows.filter(**{f"{field}__in": ids}).order_by().values_list(field)
    return Counter(dict(found.annotate(Count("pk"))))


def schools_found(
    person: Person, *, words: str = "", state: str = ""
) -> QuerySet[Unit] | list[Unit]:
    """The schools of a person's reach by name and by how their filters do."""
    schools = schools_shown(person)
    if state in _STATES:
        schools = schools.filter(_STATES[state](clock.now())).distinct()
    if not words:
        return schools
    wanted = key(words)
    return [school for school in schools if wanted in key(school.name)]


def _silent(now: datetime) -> Q:
    late = Q(filter_sites__gateways__seen_at__lt=now - SILENT_AFTER)
    return late & Q(filter_sites__gateways__revoked_at=None)


_STATES: dict[str, Callable[[datetime], Q]] = {
    "co": lambda now: (
        Q(filter_sites__gateways__revoked_at=None) & Q(filter_sites__gateways__isnull=False)
    ),
    "chua": lambda now: ~Q(pk__in=_filtered()),
    "mat": _silent,
    "cho": lambda now: Q(filter_sites__requests__state__in=WAITING),
    "rieng": lambda now: Q(filter_settings__isnull=False),
}


def _filtered() -> QuerySet[Gateway, int]:
    machines = Gateway.objects.filter(revoked_at=None).order_by()
    return machines.values_list("site__unit_id", flat=True)


@dataclass(frozen=True)
class Overview:
    """The figures above the province's list."""

    schools: int
    with_filter: int
    silent: int
    waiting: int
    own_rules: int


def overview(person: Person) -> Overview:
    schools = schools_shown(person)
    now = clock.now()
    return Overview(
        schools.count(),
        schools.filter(pk__in=_filtered()).count(),
        schools.filter(_silent(now)).distinct().count(),
        UnblockRequest.objects.filter(
            site__unit_id__in=schools.order_by().values("pk"), state__in=WAITING
        ).count(),
        schools.filter(filter_settings__isnull=False).distinct().count(),
    )


def waiting_at(school: Unit) -> QuerySet[UnblockRequest]:
    rows = UnblockRequest.objects.filter(site__unit=school, state__in=WAITING)
    return rows.select_related("site")


def opened_at(school: Unit) -> QuerySet[Allowance]:
    """What is open for a while right now."""
    rows = Allowance.objects.filter(site__unit=school, until__gt=clock.now(), ended_at=None)
    return rows.select_related("site").order_by("until")


def releasing() -> Progress | None:
    """How far the last change of the province's rules has come; None when nothing is under way."""
    jobs = Job.objects.filter(
        task="mangnon.gateway.planning.release_every_site",
        state__in=[State.WAITING, State.RUNNING],
    )
    job = jobs.order_by("-enqueued_at").first()
    return Progress(State(job.state), job.done, job.total, job.doing) if job else None


def sites_found(person: Person, words: str) -> list[Site]:
    """The sites of a person's reach, by the name of the school."""
    found = sites_shown(person).order_by("unit__path", "pk")
    wanted = key(words)
    return [site for site in found if wanted in key(site.unit.name)] if words else list(found)


def states_of(found: Sequence[Site]) -> list[FilterState]:
    """How some sites do, with one query."""
    living = Gateway.objects.filter(revoked_at=None)
    prefetch_related_objects(list(found), Prefetch("gateways", living, to_attr="living"))
    now = clock.now()
    return [state_of(site, now) for site in found]


def groups_without(site: Site) -> list[str]:
    """The school's groups of which no device is told: its devices count as undeclared ones."""
    told = set(site.clients.order_by().values_list("group", flat=True))
    return [g for g in groups_of(site.unit) if g not in told and g != site.fallback_group]


@dataclass(frozen=True)
class Ways:
    """How a device with a path of its own asks the filter. Blank while the filter has no name."""

    path: str
    doh: str
    dot: str
    qr: str


def ways_of(client: SiteClient) -> Ways | None:
    """None for devices known otherwise."""
    if client.kind != ClientKind.TOKEN:
        return None
    host, path = client.site.host, f"/dns-query/{client.value}"
    if not host:
        return Ways(path, "", "", "")
    doh = f"https://{host}{path}"
    drawing = segno.make(doh, error="m").svg_inline(
        border=2, omitsize=True, lineclass=None, title="Mã QR của địa chỉ"
    )
    return Ways(path, doh, f"{client.value}.{host}", str(drawing))
