"""Columns along the days, and a field of hours by days of the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.kit.charts.tones import ACCENT, INK_SOFT, RULE, RULE_STRONG, label
from mangnon.kit.svg import Svg, drawing, element, group

WIDTH, HEIGHT = 900.0, 220.0
TEXT = 14.0
LEFT, FOOT, HEAD = 8.0, 26.0, 22.0
CELL, ROW, NAMES = 33.0, 30.0, 96.0
STEPS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A whole and a part of it. `words` is the tip; `mark` stands below, blank for none."""

    whole: float
    part: float
    words: str
    mark: str = ""


def columns(rows: Sequence[Column], *, title: str) -> Svg:
    """Columns of the parts, each before the pale column of its whole, on two scales from nought:
    a part of some hundredths would not be seen on the scale of the whole."""
    most_whole = max((row.whole for row in rows), default=0) or 1
    most_part = max((row.part for row in rows), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(rows), 1)
    tall, foot = HEIGHT - FOOT - HEAD, HEIGHT - FOOT
    parts = [element("line", x1=LEFT, x2=WIDTH - LEFT, y1=foot, y2=foot, stroke=RULE_STRONG)]
    for place, row in enumerate(rows):
        x = LEFT + place * step
        back, front = row.whole / most_whole * tall, row.part / most_part * tall
        wide = max(step - 3, 1.0)
        drawn = [
            element("title", row.words),
            element("rect", x=x + 1.5, y=foot - back, width=wide, height=back, fill=RULE),
            element(
                "rect",
                x=x + 1.5 + wide * 0.22,
                y=foot - front,
                width=wide * 0.56,
                height=front,
                fill=ACCENT,
            ),
        ]
        if row.mark:
            middle = x + step / 2
            drawn.append(
                label(row.mark, middle, HEIGHT - 7, size=TEXT, ink=INK_SOFT, anchor="middle")
            )
        parts.append(group(*drawn))
    desc = "; ".join(row.words for row in rows)
    return drawing(WIDTH, HEIGHT, *parts, title=title, desc=desc, class_="chart chart--columns")


def hours_field(rows: Sequence[tuple[str, Sequence[int]]], *, title: str, unit: str) -> Svg:
    """Rows of 24 hours; the darker the more, in five steps of the largest."""
    most = max((max(values, default=0) for _, values in rows), default=0) or 1
    parts = [
        label(
            f"{hour}", NAMES + hour * CELL + CELL / 2, 16, size=TEXT, ink=INK_SOFT, anchor="middle"
        )
        for hour in range(0, 24, 3)
    ]
    told = []
    for number, (name, values) in enumerate(rows):
        y = HEAD + number * ROW
        parts.append(label(name, 0, y + ROW / 2 + 5, size=TEXT))
        parts += [
            _cell(NAMES + hour * CELL, y, value / most, f"{name}, {hour} giờ: {value} {unit}")
            for hour, value in enumerate(values)
        ]
        busiest = max(range(len(values)), key=values.__getitem__, default=0)
        if values and values[busiest]:
            told.append(f"{name}: nhiều nhất lúc {busiest} giờ, {values[busiest]} {unit}")
    wide, tall = NAMES + 24 * CELL, HEAD + len(rows) * ROW + 4
    return drawing(
        wide, tall, *parts, title=title, desc="; ".join(told), class_="chart chart--hours"
    )


def _cell(x: float, y: float, share: float, words: str) -> Svg:
    """One hour. An hour without anything is an empty frame."""
    step = min(int(share * STEPS) + 1, STEPS) if share > 0 else 0
    return group(
        element("title", words),
        element(
            "rect",
            x=x + 1,
            y=y + 1,
            width=CELL - 2,
            height=ROW - 2,
            rx=3,
            fill=ACCENT if step else "none",
            fill_opacity=step / STEPS if step else None,
            stroke=RULE,
        ),
    )
