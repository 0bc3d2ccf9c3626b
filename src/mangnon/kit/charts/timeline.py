"""What happened and what is due, along a line of days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mangnon.kit.charts.tones import (
    ACCENT,
    ALARM,
    INK_SOFT,
    PAPER,
    RULE,
    RULE_STRONG,
    TONES,
    label,
    width,
)
from mangnon.kit.svg import Svg, drawing, element, group, link

WIDTH = 900.0
RIM = 16.0
ROW = 30.0
TEXT = 14.0
MONTH_ROOM = 56.0
BOLDER = 1.08  # letters of middle weight are about this much wider


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day; `due` marks a deadline, `tone` colours the mark."""

    on: date
    words: str
    tone: str = "leaf"
    due: bool = False
    href: str = ""


def timeline(events: Sequence[Event], *, today: date, title: str) -> Svg:
    """Events as flags above a line of months, each in the lowest row that is free; today stands
    as a red line. Flags near the right edge turn to the left."""
    days = [event.on for event in events] + [today]
    first, last = min(days) - timedelta(days=3), max(days) + timedelta(days=3)
    span = (last - first).days

    def place(day: date) -> float:
        return RIM + (day - first).days / span * (WIDTH - 2 * RIM)

    flags = _rows(sorted(events, key=lambda event: (event.on, event.words)), place)
    tall = (max((row for _, _, row in flags), default=0) + 1) * ROW + 14
    poles = [_pole(place(event.on), tall - row * ROW, tall) for event, _, row in flags]
    drawn = [_flag(event, left, tall - row * ROW) for event, left, row in flags]
    now = _today(today, place(today), tall)
    parts = [_axis(first, last, place, tall), *poles, now, *drawn]
    desc = "; ".join(f"{event.on:%d/%m/%Y}: {event.words}" for event in events)
    linked = any(event.href for event in events)
    return drawing(
        WIDTH, tall + 54, *parts, title=title, desc=desc, class_="chart chart--line", links=linked
    )


def _said(event: Event) -> str:
    return f"{event.on.day:02d}/{event.on.month} {event.words}"


def _rows(events: list[Event], place: Callable[[date], float]) -> list[tuple[Event, float, int]]:
    """Each event with the left edge of its words and its row, counted from the line up."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for event in events:
        at, long = place(event.on), width(_said(event), TEXT) * BOLDER + 22
        left = at if at + long <= WIDTH else max(0.0, at - long)
        row = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(left > end or left + long < start for start, end in spans)
            ),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((left, left + long + 8))
        found.append((event, left, row))
    return found


def _pole(at: float, foot: float, line: float) -> Svg:
    pole = element("line", x1=at, y1=foot - ROW + 4, x2=at, y2=line, stroke=RULE_STRONG)
    dot = element("circle", cx=at, cy=line, r=5, fill=ACCENT, stroke=PAPER, stroke_width=1.5)
    return group(pole, dot)


def _flag(event: Event, left: float, foot: float) -> Svg:
    tone = TONES.get(event.tone, TONES["grey"])
    y = foot - ROW + 4
    said = _said(event)
    back = element(
        "rect",
        x=left,
        y=y,
        width=width(said, TEXT) * BOLDER + 18,
        height=ROW - 7,
        rx=4,
        fill=tone.fill,
        stroke=tone.ink if event.due else None,
        stroke_width=1.5 if event.due else None,
        stroke_dasharray="4 3" if event.due else None,
    )
    words = label(said, left + 9, y + 16, size=TEXT, ink=tone.ink, weight=500)
    return link(event.href, back, words, label=f"{event.on:%d/%m/%Y}: {event.words}")


def _axis(first: date, last: date, place: Callable[[date], float], y: float) -> Svg:
    parts = [element("line", x1=0, y1=y, x2=WIDTH, y2=y, stroke=RULE_STRONG, stroke_width=2)]
    month, before = date(first.year, first.month, 1), -MONTH_ROOM
    while month <= last:
        x = place(max(month, first))
        parts.append(element("line", x1=x, y1=y, x2=x, y2=y + 7, stroke=RULE_STRONG))
        if x - before >= MONTH_ROOM and x + MONTH_ROOM <= WIDTH + RIM:
            said = f"{month.month}/{month.year}"
            parts.append(label(said, x + 4, y + 21, size=13, ink=INK_SOFT))
            before = x
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return group(*parts)


def _today(today: date, x: float, y: float) -> Svg:
    said = f"Hôm nay {today.day:02d}/{today.month}"
    long = width(said, 13) * BOLDER
    left = min(max(x - long / 2, 5), WIDTH - long - 5)
    line = element("line", x1=x, y1=4, x2=x, y2=y + 28, stroke=ALARM, stroke_dasharray="5 4")
    back = element("rect", x=left - 5, y=y + 28, width=long + 10, height=20, rx=4, fill=RULE)
    return group(line, back, label(said, left, y + 43, size=13, ink=ALARM, weight=600))
