"""Bars: how much, and how a whole is made up of states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mangnon.kit.charts.tones import (
    ACCENT,
    INK,
    INK_SOFT,
    PAPER,
    RULE,
    State,
    counted,
    label,
    legend,
    width,
    wrapped,
)
from mangnon.kit.svg import Svg, drawing, element, group, link, number

WIDTH = 720.0
LABELS = 230.0
BAR = 24.0
TEXT = 15.0
BOLDER = 1.08  # bold letters are about this much wider


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled amount; `words` is what is printed at its end, else the number."""

    label: str
    value: float
    words: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """A labelled row made up of counts by state key."""

    label: str
    counts: Mapping[str, int]
    href: str = ""


def bars(rows: Sequence[Bar], *, title: str, unit: str = "") -> Svg:
    """Bars from the left, one a row, on one scale from nought. Amounts below nought count as it."""
    most = max((row.value for row in rows), default=0) or 1
    ends = [_end(row, unit) for row in rows]
    room = WIDTH - LABELS - max((width(end, TEXT) * BOLDER for end in ends), default=0) - 12
    parts, top = [], 4.0
    for row, end in zip(rows, ends, strict=True):
        lines = wrapped(row.label, size=TEXT, room=LABELS - 14, most=2)
        tall = max(BAR + 10, len(lines) * 19 + 6)
        long = max(row.value, 0) / most * room
        drawn = [
            _labels(lines, top, tall),
            element("rect", x=LABELS, y=top + (tall - BAR) / 2, width=room, height=BAR, fill=RULE),
            element(
                "rect", x=LABELS, y=top + (tall - BAR) / 2, width=long, height=BAR, fill=ACCENT
            ),
            label(end, LABELS + room + 8, top + tall / 2 + 5, size=TEXT, weight=600),
        ]
        parts.append(link(row.href, *drawn, label=f"{row.label}: {end}"))
        top += tall
    desc = "; ".join(f"{row.label}: {end}" for row, end in zip(rows, ends, strict=True))
    return _whole(parts, top, rows, title, desc)


def _end(row: Bar, unit: str) -> str:
    return row.words or f"{number(row.value).replace('.', ',')} {unit}".strip()


def stacked_bar(
    counts: Mapping[str, int], states: Sequence[State], *, title: str, with_legend: bool = True
) -> Svg:
    """One whole made up of states, each with its letter and count where there is room."""
    bar = _segments(counts, states, x=0, y=0, room=WIDTH, tall=40)
    shown = _shown(states, counts) if with_legend else []
    key, tall = legend(shown, counts, room=WIDTH, top=54)
    total = sum(counts.get(state.key, 0) for state in states)
    desc = f"Tổng số {total}. {counted(states, counts)}"
    height = 44 + (tall + 10 if shown else 0)
    return drawing(WIDTH, height, bar, key, title=title, desc=desc, class_="chart chart--bar")


def stacked_bars(
    rows: Sequence[Stack], states: Sequence[State], *, title: str, with_legend: bool = True
) -> Svg:
    """Rows that each show their make-up as shares of the row's own whole."""
    totals = {state.key: sum(row.counts.get(state.key, 0) for row in rows) for state in states}
    parts, top = [], 4.0
    for row in rows:
        lines = wrapped(row.label, size=TEXT, room=LABELS - 14, most=2)
        tall = max(BAR + 14, len(lines) * 19 + 8)
        y = top + (tall - BAR - 4) / 2
        bar = _segments(row.counts, states, x=LABELS, y=y, room=WIDTH - LABELS, tall=BAR + 4)
        said = f"{row.label}: {counted(states, row.counts)}"
        parts.append(link(row.href, _labels(lines, top, tall), bar, label=said))
        top += tall
    shown = _shown(states, totals) if with_legend else []
    key, tall = legend(shown, totals, room=WIDTH, top=top + 10)
    desc = "; ".join(f"{row.label}: {counted(states, row.counts)}" for row in rows)
    return _whole([*parts, key], top + tall + (10 if shown else 0), rows, title, desc)


def _whole(
    parts: list[Svg], height: float, rows: Sequence[Bar] | Sequence[Stack], title: str, desc: str
) -> Svg:
    linked = any(row.href for row in rows)
    return drawing(
        WIDTH, height + 4, *parts, title=title, desc=desc, class_="chart chart--bars", links=linked
    )


def _shown(states: Sequence[State], counts: Mapping[str, int]) -> list[State]:
    """A legend names only what the chart has."""
    return [state for state in states if counts.get(state.key, 0) > 0]


def _labels(lines: list[str], top: float, tall: float) -> Svg:
    foot = top + tall / 2 - (len(lines) - 1) * 9.5 + 5
    feet = [foot + place * 19 for place in range(len(lines))]
    drawn = [label(line, 0, y, size=TEXT, ink=INK) for line, y in zip(lines, feet, strict=True)]
    return group(*drawn)


def _segments(
    counts: Mapping[str, int],
    states: Sequence[State],
    *,
    x: float,
    y: float,
    room: float,
    tall: float,
) -> Svg:
    total = sum(max(counts.get(state.key, 0), 0) for state in states)
    if not total:
        empty = element("rect", x=x, y=y, width=room, height=tall, rx=5, fill=RULE)
        said = label("Chưa có", x + 10, y + tall / 2 + 5, size=TEXT, ink=INK_SOFT)
        return group(empty, said)
    parts: list[Svg] = []
    for state in states:
        count = max(counts.get(state.key, 0), 0)
        long = count / total * room
        if count:
            parts.append(_segment(state, count, x, y, long, tall))
        x += long
    return group(*parts)


def _segment(state: State, count: int, x: float, y: float, long: float, tall: float) -> Svg:
    colours = state.colours
    tip = element("title", f"{state.words}: {count}")
    back = element(
        "rect",
        x=x,
        y=y,
        width=long,
        height=tall,
        fill=colours.fill,
        stroke=PAPER,
        stroke_width=1.5,
    )
    said = next(
        (said for said in (f"{state.letter} {count}", state.letter) if width(said, 14) + 8 < long),
        "",
    )
    middle = (x + long / 2, y + tall / 2 + 5)
    mark = label(said, *middle, size=14, ink=colours.ink, anchor="middle", weight=700)
    return group(tip, back, mark if said else Svg())
