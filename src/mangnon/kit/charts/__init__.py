"""Charts as server-made SVG: they need no script, print, and say what they show."""

from mangnon.kit.charts.bars import Bar, Stack, bars, stacked_bar, stacked_bars
from mangnon.kit.charts.columns import Column, columns, hours_field
from mangnon.kit.charts.hexgrid import honeycomb
from mangnon.kit.charts.maps import Point, bubble_map, hex_map
from mangnon.kit.charts.timeline import Event, timeline
from mangnon.kit.charts.tones import TONES, State, Tone

__all__ = [
    "TONES",
    "Bar",
    "Column",
    "Event",
    "Point",
    "Stack",
    "State",
    "Tone",
    "bars",
    "bubble_map",
    "columns",
    "hex_map",
    "honeycomb",
    "hours_field",
    "stacked_bar",
    "stacked_bars",
    "timeline",
]
