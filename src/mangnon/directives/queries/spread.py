"""How far a letter is, over the land and over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from mangnon.directives.choices import STATE_LETTERS, DirectiveState, Event, State
from mangnon.directives.models import Assignment, AssignmentEvent, Directive, Extension
from mangnon.directives.workflow import OWING
from mangnon.kit import clock

# From the least advanced: a place shows the state of its slowest work.
_ORDER = (
    State.ISSUED,
    State.SENT_BACK,
    State.ACKNOWLEDGED,
    State.IN_PROGRESS,
    State.RETURNED,
    State.ACCEPTED,
    State.FROZEN,
)


class MapPoint(NamedTuple):
    """A place on the map with how far it is; `state` is the least advanced one there."""

    key: str  # commune code
    name: str
    lat: float
    lon: float
    done: int
    late: int
    total: int
    state: str
    letter: str


class TimelineDay(NamedTuple):
    """One day: how many moves of each event, and running totals since the issue."""

    on: date
    counts: dict[str, int]  # by Event
    acknowledged: int
    returned: int
    accepted: int


@dataclass(frozen=True)
class Timeline:
    days: tuple[TimelineDay, ...]  # only days on which something happened
    total: int
    due_on: date | None
    milestones: tuple[tuple[date, str], ...]  # issued, deadlines moved, ended


_PLACE = ("unit__commune__code", "unit__commune__name", "unit__commune__lat", "unit__commune__lon")


def map_points(directive: Directive) -> tuple[MapPoint, ...]:
    """Every commune with work of the letter, its own and that of the schools in it. One query."""
    late = Count("pk", filter=Q(state__in=OWING, due_on__lt=clock.today()))
    rows = (
        Assignment.objects.filter(directive=directive, unit__commune__lat__isnull=False)
        .order_by()
        .values_list(*_PLACE, "state")
        .annotate(count=Count("pk"), late=late)
    )
    places: dict[tuple[str, str, float, float], list[tuple[str, int, int]]] = defaultdict(list)
    for code, name, lat, lon, state, count, late_count in rows:
        places[code, name, lat, lon].append((state, count, late_count))
    return tuple(_point(place, counts) for place, counts in sorted(places.items()))


def _point(place: tuple[str, str, float, float], counts: list[tuple[str, int, int]]) -> MapPoint:
    here = {state for state, _, _ in counts}
    slowest = next(state for state in _ORDER if state in here)
    return MapPoint(
        *place,
        done=sum(count for state, count, _ in counts if state == State.ACCEPTED),
        late=sum(late for _, _, late in counts),
        total=sum(count for _, count, _ in counts),
        state=slowest,
        letter=STATE_LETTERS[slowest],
    )


def timeline(directive: Directive) -> Timeline:
    """What happened day by day, on Vietnamese days. Three queries."""
    own = Q(assignment__directive=directive, assignment__given_by=directive.issuer_id)
    rows = (
        AssignmentEvent.objects.filter(own)
        .annotate(day=TruncDate("at", tzinfo=clock.VIETNAM))
        .order_by("day")
        .values_list("day", "event")
        .annotate(count=Count("pk"))
    )
    days: dict[date, dict[str, int]] = defaultdict(dict)
    for day, event, count in rows:
        days[day][event] = count
    works = Assignment.objects.filter(directive=directive, given_by=directive.issuer_id)
    latest = works.aggregate(total=Count("pk"), due=Max("due_on"))
    return Timeline(
        days=_running(days),
        total=latest["total"],
        due_on=directive.deadline_on or latest["due"],
        milestones=_milestones(directive),
    )


def _running(days: dict[date, dict[str, int]]) -> tuple[TimelineDay, ...]:
    acknowledged = returned = accepted = 0
    found = []
    for day in sorted(days):
        counts = days[day]
        acknowledged += counts.get(Event.ACKNOWLEDGE, 0)
        returned += counts.get(Event.SUBMIT, 0) - counts.get(Event.SEND_BACK, 0)
        accepted += counts.get(Event.ACCEPT, 0)
        found.append(TimelineDay(day, counts, acknowledged, returned, accepted))
    return tuple(found)


_ENDS: dict[str, str] = {
    DirectiveState.CLOSED: "Kết thúc",
    DirectiveState.WITHDRAWN: "Thu hồi",
    DirectiveState.REPLACED: "Được thay thế",
}


def _milestones(directive: Directive) -> tuple[tuple[date, str], ...]:
    found: list[tuple[date, str]] = []
    if directive.issued_at:
        found.append((clock.local(directive.issued_at).date(), "Giao việc"))
    granted = (
        Extension.objects.filter(assignment__directive=directive, granted=True)
        .annotate(day=TruncDate("answered_at", tzinfo=clock.VIETNAM))
        .order_by("day")
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    found += [(day, f"Gia hạn {count} việc") for day, count in granted]
    if directive.deadline_on:
        found.append((directive.deadline_on, "Hạn báo cáo"))
    if directive.closed_at and directive.state in _ENDS:
        found.append((clock.local(directive.closed_at).date(), _ENDS[directive.state]))
    return tuple(sorted(found))
