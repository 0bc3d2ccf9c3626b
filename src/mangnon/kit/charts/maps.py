"""The map of a province's units: a honeycomb with one cell each, and bubbles on their places."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.kit.charts.hexgrid import Place, centre, flat, honeycomb
from mangnon.kit.charts.tones import (
    ALARM,
    INK_SOFT,
    LAND,
    LAND_EDGE,
    PAPER,
    State,
    counted,
    find,
    label,
    legend,
    width,
    wrapped,
)
from mangnon.kit.svg import Svg, drawing, element, group, link, number, points

CELL = 64.0
EDGE = 10.0
LEAST_WIDTH = 620.0  # three units are not drawn as large as a province
BUBBLE_WIDTH = 900.0
BUBBLE_LEAST, BUBBLE_MOST = 9.0, 30.0
RELAXING_STEPS = 80


@dataclass(frozen=True, slots=True)
class Point:
    """A unit on the map.

    `label` is its short name, `state` the key of a State, `value` what a bubble's area shows,
    `note` is spoken after the state ("3/6 nội dung"), `late` puts an alarm in the corner, `island`
    keeps it off the land.
    """

    lon: float
    lat: float
    label: str
    state: str
    value: float = 1.0
    href: str = ""
    note: str = ""
    late: bool = False
    island: bool = False


def hex_map(
    places: Sequence[Point], states: Sequence[State], *, title: str, with_legend: bool = True
) -> Svg:
    """The cartogram: each unit one hexagon near its true place, all of one size.

    Meant for up to some 300 units; the cells are worked out once for the same places.
    """
    cells = honeycomb(
        tuple((place.lon, place.lat) for place in places),
        frozenset(n for n, place in enumerate(places) if place.island),
    )
    middles = [(x * CELL, y * CELL) for x, y in map(centre, cells)]
    across, down, room = _box(middles, CELL)
    shifted = [(x + across, y + down) for x, y in middles]
    under = [_hexagon(x, y, CELL / math.sqrt(3)) for x, y in shifted]
    land = group(
        *(element("polygon", points=line) for line in under),
        fill=LAND_EDGE,
        stroke=LAND_EDGE,
        stroke_width=EDGE,
        stroke_linejoin="round",
    )
    over = [_hex(place, states, at) for place, at in zip(places, shifted, strict=True)]
    return _map(group(land, *over), room, places, states, title, with_legend)


def bubble_map(
    places: Sequence[Point], states: Sequence[State], *, title: str, with_legend: bool = True
) -> Svg:
    """Bubbles on a soft land; they are moved apart until none covers another."""
    true = _fitted(flat(tuple((place.lon, place.lat) for place in places)))
    radii = _radii(places)
    now = _relaxed(true, radii)
    across, down, room = _around([*now, *true])
    true, now = ([(x + across, y + down) for x, y in spots] for spots in (true, now))
    drawn = sorted(range(len(places)), key=lambda n: (-radii[n], n))
    bubbles = [_bubble(places[n], states, now[n], radii[n]) for n in drawn]
    ties = [_tie(true[n], now[n], radii[n]) for n in drawn]
    return _map(group(_land(true), *ties, *bubbles), room, places, states, title, with_legend)


def _map(
    inside: Svg,
    room: tuple[float, float],
    places: Sequence[Point],
    states: Sequence[State],
    title: str,
    with_legend: bool,
) -> Svg:
    counts = Counter(place.state for place in places)
    shown = [state for state in states if counts[state.key]] if with_legend else []
    key, tall = legend(shown, counts, room=room[0] - 20, top=0)
    placed = group(key, transform=f"translate(10 {number(room[1] + 8)})") if shown else Svg()
    return drawing(
        room[0],
        room[1] + tall + (14 if shown else 0),
        inside,
        placed,
        title=title,
        desc=counted(states, counts),
        class_="chart chart--map",
        links=any(place.href for place in places),
    )


def _box(middles: list[Place], cell: float) -> tuple[float, float, tuple[float, float]]:
    """How far to move so that all stands inside, and the size of it."""
    if not middles:
        return 0, 0, (LEAST_WIDTH, cell)
    rim_x, rim_y = cell / 2 + EDGE, cell / math.sqrt(3) + EDGE
    left, top = min(x for x, _ in middles), min(y for _, y in middles)
    right, foot = max(x for x, _ in middles), max(y for _, y in middles)
    wide = max(right - left + 2 * rim_x, LEAST_WIDTH)
    return (wide - right - left) / 2, rim_y - top, (wide, foot - top + 2 * rim_y)


def _hexagon(x: float, y: float, reach: float) -> str:
    """A hexagon that stands on its point."""
    turns = [math.pi / 3 * side for side in range(6)]
    return points([(x + reach * math.sin(turn), y + reach * math.cos(turn)) for turn in turns])


def _spoken(place: Point, state: State) -> str:
    late = ", có việc quá hạn" if place.late and "quá hạn" not in place.note else ""
    note = f", {place.note}" if place.note else ""
    return f"{place.label}: {state.words}{note}{late}"


def _hex(place: Point, states: Sequence[State], at: Place) -> Svg:
    state = find(states, place.state)
    colours, (x, y) = state.colours, at
    shape = element(
        "polygon",
        points=_hexagon(x, y, CELL / math.sqrt(3) - 0.8),
        fill=colours.fill,
        stroke=PAPER,
        stroke_width=1.6,
    )
    mark = label(state.letter, x, y - 3, size=23, ink=colours.ink, anchor="middle", weight=700)
    name = _name(place.label, x, y, colours.ink)
    alarm = _alarm(x + CELL * 0.27, y - CELL * 0.3, 8) if place.late else Svg()
    return link(place.href, shape, mark, *name, alarm, label=_spoken(place, state))


def _name(said: str, x: float, y: float, ink: str) -> list[Svg]:
    """A name in at most two lines under the letter, smaller when a word is long."""
    for size in (10.5, 9.5, 8.5, 7.5):
        lines = wrapped(said, size=size, room=CELL - 8, most=2)
        if (
            "…" not in "".join(lines)
            and max(width(line, size) for line in lines or [""]) < CELL - 6
        ):
            break
    return [
        label(line, x, y + 11 + place * (size + 1), size=size, ink=ink, anchor="middle", weight=500)
        for place, line in enumerate(lines)
    ]


def _alarm(x: float, y: float, reach: float) -> Svg:
    """A red disc with an exclamation mark, ringed so that it shows on red as well."""
    disc = element("circle", cx=x, cy=y, r=reach, fill=ALARM, stroke=PAPER, stroke_width=1.5)
    mark = label("!", x, y + reach * 0.55, size=reach * 1.5, ink=PAPER, anchor="middle", weight=700)
    return group(disc, mark)


# --- bubbles ------------------------------------------------------------------------------------


def _fitted(plane: tuple[Place, ...]) -> list[Place]:
    """The places on a sheet so large that the longer side takes its width."""
    if not plane:
        return []
    left, top = min(x for x, _ in plane), min(y for _, y in plane)
    span = max(max(x for x, _ in plane) - left, max(y for _, y in plane) - top, 1e-9)
    return [(_on_sheet(x - left, span), _on_sheet(y - top, span)) for x, y in plane]


def _on_sheet(way: float, span: float) -> float:
    return way / span * (BUBBLE_WIDTH - 4 * BUBBLE_MOST)


def _around(spots: list[Place]) -> tuple[float, float, tuple[float, float]]:
    """How far to move so that land and bubbles stand inside, and the size of it all."""
    rim = 2 * BUBBLE_MOST
    left, right = min((x for x, _ in spots), default=0), max((x for x, _ in spots), default=0)
    top, foot = min((y for _, y in spots), default=0), max((y for _, y in spots), default=0)
    wide = max(right - left + 2 * rim, BUBBLE_WIDTH)
    return (wide - right - left) / 2, rim - top, (wide, foot - top + 2 * rim)


def _radii(places: Sequence[Point]) -> list[float]:
    """Area shows the value: the radius grows with its root."""
    most = max((place.value for place in places), default=0) or 1
    least, span = BUBBLE_LEAST, BUBBLE_MOST - BUBBLE_LEAST
    return [least + span * math.sqrt(max(place.value, 0) / most) for place in places]


def _relaxed(true: list[Place], radii: list[float]) -> list[Place]:
    """Bubbles moved apart by half of what they cover of each other, many times; the same places
    always end the same."""
    now = list(true)
    for _ in range(RELAXING_STEPS):
        for one in range(len(now)):
            for two in range(one + 1, len(now)):
                need = radii[one] + radii[two] + 2
                x, y = now[two][0] - now[one][0], now[two][1] - now[one][1]
                if abs(x) >= need or abs(y) >= need:
                    continue
                away = math.hypot(x, y)
                if away >= need:
                    continue
                if away < 1e-6:
                    x, y, away = math.cos(two), math.sin(two), 1.0
                push = (need - away) / 2 / away
                now[one] = (now[one][0] - x * push, now[one][1] - y * push)
                now[two] = (now[two][0] + x * push, now[two][1] + y * push)
    return now


def _land(true: list[Place]) -> Svg:
    """No border of the province is at hand: soft discs under the places run together as land."""
    discs = [element("circle", cx=x, cy=y, r=52) for x, y in true]
    edge = group(*discs, fill=LAND_EDGE, stroke=LAND_EDGE, stroke_width=5)
    return group(edge, group(*discs, fill=LAND))


def _tie(true: Place, now: Place, radius: float) -> Svg:
    """A thread to the true place of a bubble that was moved off it."""
    if math.dist(true, now) <= radius:
        return Svg()
    line = element(
        "line", x1=true[0], y1=true[1], x2=now[0], y2=now[1], stroke=INK_SOFT, stroke_width=0.8
    )
    return group(line, element("circle", cx=true[0], cy=true[1], r=2, fill=INK_SOFT))


def _bubble(place: Point, states: Sequence[State], at: Place, radius: float) -> Svg:
    state = find(states, place.state)
    colours, (x, y) = state.colours, at
    disc = element(
        "circle", cx=x, cy=y, r=radius, fill=colours.fill, stroke=colours.ink, stroke_width=1.2
    )
    size = min(radius, 20)
    mark = label(
        state.letter, x, y + size * 0.36, size=size, ink=colours.ink, anchor="middle", weight=700
    )
    alarm = _alarm(x + radius * 0.7, y - radius * 0.7, 6) if place.late else Svg()
    return link(place.href, disc, mark, alarm, label=_spoken(place, state))
