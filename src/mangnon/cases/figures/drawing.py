"""The charts of the figures: what is hidden is drawn as nothing and says so."""

from __future__ import annotations

from mangnon.cases.figures.compiling import Figures
from mangnon.cases.figures.hiding import Cell, Listed, added
from mangnon.cases.figures.wording import number
from mangnon.kit import charts
from mangnon.kit.charts import State
from mangnon.kit.svg import Svg

MOST_BARS = 15
_ENDS = (
    State("met", "Đúng hạn", "Đ", "green"),
    State("broken", "Quá hạn", "Q", "red"),
    State("running", "Đang tính", "T", "blue"),
)
_KEYS = tuple(end.key for end in _ENDS)


def told(found: Figures, cells: tuple[Cell, ...]) -> Cell:
    """Of what is asked for: the last quarter, or the whole year."""
    return added(cells) if found.span.is_year else cells[-1]


def bars_of(found: Figures, listed: Listed) -> Svg:
    """The largest on top; without those that are nought."""
    rows = [(line.words, told(found, line.cells)) for line in listed.met]
    rows = [(words, cell) for words, cell in rows if cell != 0]
    rows.sort(key=lambda row: -(row[1] or 0))
    drawn = [charts.Bar(words, cell or 0, number(cell)) for words, cell in rows[:MOST_BARS]]
    return charts.bars(drawn, title=listed.title)


def clock_bars(found: Figures) -> Svg:
    """How the clocks of each rule ended; a rule of which something is hidden is not drawn."""
    rows = [
        charts.Stack(
            row.words, {key: cell or 0 for key, cell in zip(_KEYS, row.cells, strict=True)}
        )
        for row in found.clocks
        if None not in row.cells and any(row.cells)
    ]
    return charts.stacked_bars(rows, _ENDS, title="Thời hạn theo quy định")
