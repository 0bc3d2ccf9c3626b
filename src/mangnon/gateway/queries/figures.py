"""The figures of filters for a school or a reach: sums of groups, never of a child.

In a school's figures a cell below five is shown as "< 5": behind so few may stand one pupil.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from mangnon.directives.api import days_off, working_days_between
from mangnon.gateway.choices import AskState
from mangnon.gateway.counted_words import words_of
from mangnon.gateway.models import Site, UnblockRequest
from mangnon.gateway.periods import Period, before
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.sites import schools_shown, sites_shown
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

LEAST = 5
TOP_NAMES, TOP_SCHOOLS = 20, 500


@dataclass(frozen=True)
class Named:
    """A line of a table: what, how much, and how much before."""

    key: str
    words: str
    value: int
    before: int = 0


@dataclass(frozen=True)
class OfGroup:
    """A group with what it asked, what was blocked, and the blocked by category."""

    key: str
    words: str
    asked: int
    blocked: int
    by_category: Mapping[str, int]


@dataclass(frozen=True)
class Requests:
    """How requests to open a site were answered."""

    made: int
    times: int
    allowed: int
    refused: int
    waiting: int
    in_time: int
    minutes: int | None

    @property
    def answered(self) -> int:
        return self.allowed + self.refused


@dataclass(frozen=True)
class OfSchool:
    school: Unit
    asked: int
    blocked: int


@dataclass(frozen=True)
class Figures:
    """Everything on the page. school: None for a whole reach."""

    school: Unit | None
    period: Period
    totals: timestore.Totals
    totals_before: timestore.Totals
    categories: tuple[Named, ...]
    groups: tuple[OfGroup, ...]
    flagged: tuple[Named, ...]
    days: tuple[timestore.Point, ...]
    week: tuple[tuple[str, tuple[int, ...]], ...]
    names: tuple[timestore.Named, ...]
    requests: Requests
    schools: tuple[OfSchool, ...]

    @property
    def empty(self) -> bool:
        return not self.totals.asked

    def cell(self, value: int) -> str:
        """A number for the screen, small ones of a school hidden."""
        if self.school is not None and 0 < value < LEAST:
            return f"< {LEAST}"
        return f"{value:,}".replace(",", ".")


def figures(person: Person, school: Unit | None, period: Period) -> Figures:
    """Of one school, or of all that a person reaches. Raises timestore.StoreFailed."""
    sites = list(_sites(person, school).order_by())
    ids = [site.pk for site in sites]
    since, until = _moments(period)
    counted = timestore.by_category(ids, since, until)
    earlier = timestore.by_category(ids, *_moments(before(period, clock.today())))
    return Figures(
        school=school,
        period=period,
        totals=timestore.totals_of(counted),
        totals_before=timestore.totals_of(earlier),
        categories=_named(counted, earlier, timestore.Kind.BLOCKED),
        groups=_groups(counted),
        flagged=_named(counted, earlier, timestore.Kind.FLAGGED),
        days=tuple(timestore.series(ids, since, until)),
        week=_week(timestore.by_hour(ids, since, until)),
        names=_blocked_names(ids, period),
        requests=requests_of(sites, since, until),
        schools=_schools(sites, timestore.by_site(ids, since, until)) if school is None else (),
    )


def _sites(person: Person, school: Unit | None) -> QuerySet[Site]:
    sites = sites_shown(person)
    return sites if school is None else sites.filter(unit=school)


def _moments(period: Period) -> tuple[datetime, datetime]:
    return clock.start_of(period.since), clock.start_of(period.until)


def _named(
    counted: Iterable[timestore.Counted],
    earlier: Iterable[timestore.Counted],
    kind: timestore.Kind,
) -> tuple[Named, ...]:
    """Sums by category, the largest first, each with that of the time before."""
    now, then = _sums(counted, kind), _sums(earlier, kind)
    return tuple(Named(key, words_of(key), n, then[key]) for key, n in now.most_common())


def _sums(counted: Iterable[timestore.Counted], kind: timestore.Kind) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in counted:
        if timestore.kind_of(each.category) is kind:
            found[timestore.bare(each.category)] += each.answers
    return found


def _groups(counted: Sequence[timestore.Counted]) -> tuple[OfGroup, ...]:
    """In the order of ages; a group that the platform does not know comes last."""
    keys = [*GROUPS, *sorted({each.who for each in counted} - set(GROUPS))]
    found = []
    for key in keys:
        own = [each for each in counted if each.who == key]
        totals = timestore.totals_of(own)
        if totals.asked:
            blocked = _sums(own, timestore.Kind.BLOCKED)
            words = GROUPS.get(key, key)
            found.append(OfGroup(key, words, totals.asked, totals.blocked, blocked))
    return tuple(found)


def _blocked_names(sites: list[int], period: Period) -> tuple[timestore.Named, ...]:
    """Names that were blocked; those that only looked bad stay a count."""
    found = timestore.top_names(sites, period.since, period.until, 4 * TOP_NAMES)
    blocked = [e for e in found if timestore.kind_of(e.category) is timestore.Kind.BLOCKED]
    return tuple(blocked[:TOP_NAMES])


_WEEK = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def _week(hours: Iterable[timestore.AtHour]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Blocked answers by day of the week and hour."""
    sums = [[0] * 24 for _ in _WEEK]
    for each in hours:
        sums[each.on.weekday()][each.hour] += each.blocked
    return tuple((name, tuple(row)) for name, row in zip(_WEEK, sums, strict=True))


def _schools(sites: Iterable[Site], counted: Iterable[timestore.OfSite]) -> tuple[OfSchool, ...]:
    """A line a school, the most blocked first; schools that counted nothing are left out."""
    school_of = {site.pk: site.unit for site in sites}
    asked: Counter[Unit] = Counter()
    blocked: Counter[Unit] = Counter()
    for each in counted:
        asked[school_of[each.site]] += each.asked
        blocked[school_of[each.site]] += each.blocked
    rows = [OfSchool(unit, n, blocked[unit]) for unit, n in asked.items()]
    return tuple(sorted(rows, key=lambda row: (-row.blocked, row.school.path)))[:TOP_SCHOOLS]


def requests_of(sites: Iterable[Site], since: datetime, until: datetime) -> Requests:
    """Requests made in the time. in_time: answered within one working day. Two queries."""
    rows = UnblockRequest.objects.filter(
        site__in=[site.pk for site in sites], first_at__gte=since, first_at__lt=until
    )
    found = list(rows.order_by().values_list("state", "times", "first_at", "answered_at"))
    states = Counter(state for state, *_ in found)
    answered = [(first, at) for _, _, first, at in found if at is not None]
    free = days_off()
    in_time = [
        working_days_between(clock.local(first).date(), clock.local(at).date(), free) <= 1
        for first, at in answered
    ]
    took = [(at - first) / timedelta(minutes=1) for first, at in answered]
    return Requests(
        made=len(found),
        times=sum(times for _, times, *_ in found),
        allowed=states[AskState.ALLOWED],
        refused=states[AskState.REFUSED],
        waiting=states[AskState.WAITING] + states[AskState.PASSED_UP],
        in_time=sum(in_time),
        minutes=round(median(took)) if took else None,
    )


def school_asked(person: Person, pk: str) -> Unit | None:
    """The school that was asked for. Raises Unit.DoesNotExist for one out of reach."""
    return schools_shown(person).get(pk=int(pk)) if pk.isdigit() and len(pk) < 10 else None


def schools_to_choose(person: Person) -> list[Unit]:
    return list(schools_shown(person)[:TOP_SCHOOLS])


def change_words(now: int, then: int) -> str:
    """How a figure went: "tăng 12 % so với"."""
    if not then:
        return ""
    percent = round((now - then) * 100 / then)
    if not percent:
        return "không đổi so với"
    return f"{'tăng' if percent > 0 else 'giảm'} {abs(percent)} % so với"


def took_words(minutes: int | None) -> str:
    """A time to answer as people say it."""
    if minutes is None:
        return "–"
    if minutes < 60:
        return f"{minutes} phút"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)} giờ"
    return f"{round(minutes / 1440)} ngày"
