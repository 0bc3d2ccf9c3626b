"""The pictures of a letter's work: where it stands on the map, and day by day."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from mangnon.directives import api
from mangnon.directives.choices import STATE_LETTERS, State
from mangnon.directives.models import Directive
from mangnon.kit import charts
from mangnon.kit.svg import Svg

TONES: dict[str, str] = {
    State.ISSUED: "grey",
    State.ACKNOWLEDGED: "blue",
    State.IN_PROGRESS: "teal",
    State.RETURNED: "violet",
    State.SENT_BACK: "amber",
    State.ACCEPTED: "green",
    State.FROZEN: "grey",
}
STATES = [
    charts.State(state, str(State(state).label), STATE_LETTERS[state], TONES[state])
    for state in State
]


def map_of(directive: Directive, points: tuple[api.MapPoint, ...]) -> Svg:
    """A honeycomb of communes, each a link to its row of the board."""
    board = reverse("board", args=[directive.pk])
    places = [_place(point, board) for point in points]
    return charts.hex_map(places, STATES, title="Tình hình thực hiện theo xã, phường, đặc khu")


def _place(point: api.MapPoint, board: str) -> charts.Point:
    late = f", {point.late} việc quá hạn" if point.late else ""
    return charts.Point(
        lon=point.lon,
        lat=point.lat,
        label=_short(point.name),
        state=point.state,
        href=f"{board}?{urlencode({'q': point.name})}",
        note=f"{point.done}/{point.total} việc xong{late}",
        late=point.late > 0,
        island=point.name.lower().startswith("đặc khu"),
    )


def _short(name: str) -> str:
    """`Sơn Hà` of `Xã Sơn Hà`: the cell has little room."""
    for kind in ("Xã ", "Phường ", "Đặc khu "):
        name = name.removeprefix(kind)
    return name


def timeline_of(line: api.Timeline) -> Svg:
    """What happened and what is due, along the days."""
    events = [
        charts.Event(
            on, words, tone="amber" if on == line.due_on else "leaf", due=on == line.due_on
        )
        for on, words in line.milestones
    ]
    return charts.timeline(events, today=timezone.localdate(), title="Các mốc của văn bản")


def _event(on: date, words: str, *, due: bool) -> charts.Event:
    return charts.Event(on, words, tone="amber" if due else "leaf", due=due)


# More days than this make rows too thin to read.
MOST_DAYS = 21
_PARTS = (State.ACCEPTED, State.RETURNED, State.ACKNOWLEDGED, State.ISSUED)
GROWING = [state for part in _PARTS for state in STATES if state.key == part]


def growth_of(line: api.Timeline) -> Svg:
    """The last days, each a row of how much was done, returned, taken up and not yet."""
    rows = [charts.Stack(f"{day.on:%d/%m}", _made_up(day, line.total)) for day in line.days]
    title = "Việc đã tiếp nhận, báo cáo và hoàn thành theo ngày"
    return charts.stacked_bars(rows[-MOST_DAYS:], GROWING, title=title, with_legend=False)


def _made_up(day: api.TimelineDay, total: int) -> dict[str, int]:
    """Running totals as parts of the whole; a return sent back counts as taken up again."""
    return {
        State.ACCEPTED: day.accepted,
        State.RETURNED: max(day.returned - day.accepted, 0),
        State.ACKNOWLEDGED: max(day.acknowledged - max(day.returned, day.accepted), 0),
        State.ISSUED: max(total - day.acknowledged, 0),
    }
