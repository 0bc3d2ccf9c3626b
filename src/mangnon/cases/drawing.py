"""The table as a drawing: states from top to bottom, each move a number, the numbers explained.

Drawn by our own hand so that it prints on one page and is the same everywhere. Edges between
neighbours are straight; what leaps ahead runs on the right, what goes back on the left, each in a
lane of its own. Moves possible from everywhere leave one bracket instead of a dozen lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mangnon.cases.choices import Region
from mangnon.cases.machine.deciding import STATES_OF
from mangnon.cases.machine.table import MOVES, OPEN, Move
from mangnon.kit.svg import Svg, element, group, number, points

INK, LINE, PAPER, GREEN, PALE = "#1f2a24", "#5b6b62", "#ffffff", "#1d6b45", "#eef5f0"
BOX_W, BOX_H, GAP, LANE = 196, 34, 34, 26
STEP = BOX_H + GAP


@dataclass(frozen=True)
class Edge:
    """From one state to another, by the moves of these numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]

    @property
    def is_next(self) -> bool:
        return self.end == self.start + 1

    @property
    def span(self) -> range:
        return range(min(self.start, self.end), max(self.start, self.end) + 1)


@dataclass(frozen=True)
class Ladder:
    """The drawing of one region and how much room it takes."""

    svg: Svg
    width: float
    height: float


def numbered() -> list[tuple[int, Move]]:
    """The rows of the table with the numbers they bear in the drawing."""
    return list(enumerate(MOVES, start=1))


def is_from_everywhere(move: Move) -> bool:
    return tuple(move.start) == OPEN


def edges(region: Region, states: Sequence[str]) -> list[Edge]:
    """One edge for each pair of states, with all moves that make it."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for mark, move in numbered():
        if move.region != region or move.end is None or is_from_everywhere(move):
            continue
        for start in move.start:
            pair = (states.index(start), states.index(move.end))
            pairs.setdefault(pair, []).append(mark)
    return [Edge(start, end, tuple(marks)) for (start, end), marks in pairs.items()]


def lanes(wanted: Sequence[Edge]) -> Iterator[tuple[Edge, int]]:
    """Each edge with a lane in which nothing else runs beside it; short ones stay near."""
    taken: list[list[range]] = []
    for edge in sorted(wanted, key=lambda one: len(one.span)):
        free = (lane for lane, spans in enumerate(taken) if not _crowded(edge.span, spans))
        lane = next(free, len(taken))
        taken[lane:] = taken[lane:] or [[]]
        taken[lane].append(edge.span)
        yield edge, lane


def _crowded(span: range, others: list[range]) -> bool:
    return any(span.start < one.stop and one.start < span.stop for one in others)


def ladder(region: Region, titles: Sequence[tuple[str, str]], final: Sequence[str] = ()) -> Ladder:
    """The states of a region from top to bottom: `titles` are (state, words), `final` its ends."""
    states = [state for state, _ in titles]
    found = edges(region, states)
    back = [edge for edge in found if edge.end < edge.start]
    ahead = [edge for edge in found if edge.end > edge.start + 1]
    left = list(lanes(back))
    right = list(lanes(ahead))
    x = 16 + LANE * (1 + max((lane for _, lane in left), default=-1))
    width = x + BOX_W + 16 + LANE * (1 + max((lane for _, lane in right), default=-1))
    drawn = [
        *(_straight(x, edge) for edge in found if edge.is_next),
        *(_aside(x, edge, lane, found, side=-1) for edge, lane in left),
        *(_aside(x, edge, lane, found, side=1) for edge, lane in right),
        *(_box(x, row, words, state in final) for row, (state, words) in enumerate(titles)),
    ]
    return Ladder(group(*drawn), width, len(states) * STEP - GAP)


def _top(row: int) -> float:
    return row * STEP


def _box(x: float, row: int, words: str, final: bool) -> Svg:
    y = _top(row)
    return box(x, y, words, fill=GREEN if final else PALE, ink=PAPER if final else INK)


def box(x: float, y: float, words: str, *, fill: str = PALE, ink: str = INK) -> Svg:
    size = 12.5 if len(words) < 24 else 10.5 if len(words) < 32 else 9
    return group(
        element("rect", x=x, y=y, width=BOX_W, height=BOX_H, rx=5, fill=fill, stroke=GREEN),
        element(
            "text", words, x=x + BOX_W / 2, y=y + BOX_H / 2 + 4.5, text_anchor="middle",
            font_size=size, font_weight=600, fill=ink,
        ),
    )  # fmt: skip


def _straight(x: float, edge: Edge) -> Svg:
    middle, top = x + BOX_W / 2, _top(edge.start) + BOX_H
    return group(
        path([(middle, top), (middle, top + GAP - 5)]),
        head(middle, top + GAP, "down"),
        badge(middle, top + GAP / 2 - 2, edge.numbers),
    )


def _aside(x: float, edge: Edge, lane: int, found: Sequence[Edge], *, side: int) -> Svg:
    """Out of the side of one box, along a lane, into the side of the other."""
    edge_x = x if side < 0 else x + BOX_W
    lane_x = edge_x + side * (16 + LANE * lane)
    start, end = _port(edge, edge.start, found, side), _port(edge, edge.end, found, side)
    # The number stands in the gap where the edge leaves: there no other lane is crossed.
    gap = _top(edge.start) + (BOX_H + GAP / 2 if side > 0 else -GAP / 2)
    return group(
        path([(edge_x, start), (lane_x, start), (lane_x, end), (edge_x + side * 5, end)]),
        head(edge_x, end, "left" if side > 0 else "right"),
        badge(lane_x, gap, edge.numbers),
    )


def _port(edge: Edge, row: int, found: Sequence[Edge], side: int) -> float:
    """Where an edge touches the side of a box: those that share the side stand apart."""
    here = [
        one
        for one in found
        if row in (one.start, one.end)
        and ((side < 0 and one.end < one.start) or (side > 0 and one.end > one.start + 1))
    ]
    here.sort(key=lambda one: (one.start + one.end, one.start))
    place = (here.index(edge) + 1) / (len(here) + 1)
    return _top(row) + BOX_H * place


def path(corners: list[tuple[float, float]]) -> Svg:
    return element("polyline", points=points(corners), fill="none", stroke=LINE, stroke_width=1.4)


def head(x: float, y: float, towards: str) -> Svg:
    """The tip of an arrow."""
    sides = {
        "down": [(x - 4, y - 7), (x + 4, y - 7)],
        "left": [(x + 7, y - 4), (x + 7, y + 4)],
        "right": [(x - 7, y - 4), (x - 7, y + 4)],
    }
    return element("polygon", points=points([(x, y), *sides[towards]]), fill=LINE)


def badge(x: float, y: float, marks: Sequence[int]) -> Svg:
    """The numbers of the moves that make an edge."""
    words = "·".join(number(mark) for mark in marks)
    width = 10 + 6.6 * len(words)
    return group(
        element(
            "rect", x=x - width / 2, y=y - 8.5, width=width, height=17, rx=8.5, fill=PAPER,
            stroke=GREEN,
        ),
        element(
            "text", words, x=x, y=y + 4, text_anchor="middle", font_size=11, font_weight=600,
            fill=GREEN,
        ),
    )  # fmt: skip


def titles_of(region: Region) -> list[tuple[str, str]]:
    """The states of a region in their order, with their words."""
    return [(str(state), str(state.label)) for state in STATES_OF[region]]
