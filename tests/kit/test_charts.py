"""Charts: every unit is there once, none covers another, and the drawing speaks."""

from __future__ import annotations

import itertools
import math
import re
from datetime import date
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.kit.charts import (
    TONES,
    Bar,
    Event,
    Point,
    Stack,
    State,
    bars,
    bubble_map,
    hex_map,
    honeycomb,
    stacked_bar,
    stacked_bars,
    timeline,
)
from mangnon.kit.charts.hexgrid import NEIGHBOURS, centre
from mangnon.kit.svg import Svg

STATES = [
    State("issued", "Chưa tiếp nhận", "C", "grey"),
    State("working", "Đang thực hiện", "Đ", "teal"),
    State("done", "Hoàn thành", "H", "green"),
]
PLACES = [
    Point(108.79, 15.12, "Thử Một", "done", 30, "/don-vi/1/", "6/6 nội dung"),
    Point(108.81, 15.11, "Thử Hai", "working", 10, "/don-vi/2/", late=True),
    Point(108.80, 15.13, "Thử Ba", "issued", 1),
    Point(108.00, 14.35, "Thử Xa Xôi", "done", 5),
    Point(109.11, 15.38, "Đảo Thử", "done", 2, island=True),
]
SVG = "{http://www.w3.org/2000/svg}"


def _root(drawn: Svg) -> Element:
    return fromstring(drawn)


def _texts(drawn: Svg) -> list[str]:
    return [part.text or "" for part in _root(drawn).iter(f"{SVG}text")]


def _at(places: list[Point]) -> tuple[tuple[float, float], ...]:
    return tuple((place.lon, place.lat) for place in places)


def test_each_unit_has_its_own_cell_and_the_same_one_tomorrow() -> None:
    cells = honeycomb(_at(PLACES), frozenset({4}))
    honeycomb.cache_clear()

    assert len(set(cells)) == 5
    assert honeycomb(_at(PLACES), frozenset({4})) == cells


def test_cells_keep_the_points_of_the_compass() -> None:
    """Towns crowd at one coast and thin out inland; west stays west and north north."""
    grid = [(column, row) for column in range(7) for row in range(7)]
    places = tuple((108 + math.sqrt(column) / 3, 14 + row / 7) for column, row in grid)

    middles = [centre(cell) for cell in honeycomb(places)]

    for (one, at), (two, to) in itertools.permutations(zip(grid, middles, strict=True), 2):
        if two[0] - one[0] >= 4:
            assert at[0] < to[0]
        if two[1] - one[1] >= 4:
            assert at[1] > to[1]


def test_the_sea_lies_around_an_island() -> None:
    cells = honeycomb(_at(PLACES), frozenset({4}))

    beside = {(cells[4][0] + across, cells[4][1] + down) for across, down in NEIGHBOURS}
    assert beside.isdisjoint(cells[:4])


def test_land_hangs_together_and_a_far_island_does_not_shrink_it() -> None:
    west = [(107 + column / 40, 14 + row / 40) for column in range(5) for row in range(5)]
    east = [(109 + column / 40, 15 + row / 40) for column in range(5) for row in range(5)]
    far = (114.0, 9.0)

    cells = honeycomb((*west, *east, far), frozenset({50}))

    reached, edge = set(), [cells[0]]
    while edge:
        cell = edge.pop()
        if cell in cells[:50] and cell not in reached:
            reached.add(cell)
            edge += [(cell[0] + across, cell[1] + down) for across, down in NEIGHBOURS]
    assert reached == set(cells[:50])
    assert min(math.dist(centre(cells[50]), centre(cell)) for cell in cells[:50]) < 7


DEGREES = st.tuples(st.floats(107, 110, allow_nan=False), st.floats(14, 16, allow_nan=False))


@settings(max_examples=40, deadline=None)
@given(st.lists(DEGREES, max_size=30), st.integers(0, 3))
def test_no_two_units_ever_share_a_cell(places: list[tuple[float, float]], islands: int) -> None:
    apart = frozenset(range(min(islands, len(places))))

    cells = honeycomb(tuple(places), apart)

    assert len(set(cells)) == len(places)


def test_the_map_shows_every_unit_by_letter_name_and_link() -> None:
    drawn = hex_map(PLACES, STATES, title="Tiến độ")
    root = _root(drawn)

    links = {link.get("href"): link.get("aria-label") for link in root.iter(f"{SVG}a")}
    assert links == {
        "/don-vi/1/": "Thử Một: Hoàn thành, 6/6 nội dung",
        "/don-vi/2/": "Thử Hai: Đang thực hiện, có việc quá hạn",
    }
    assert root.get("role") == "group"
    said = _texts(drawn)
    assert said.count("H") == 3 + 1  # three units and the legend
    assert "!" in said
    assert "Hoàn thành: 3" in said
    assert (root.find(f"{SVG}desc")).text == (  # type: ignore[union-attr]
        "Chưa tiếp nhận: 1; Đang thực hiện: 1; Hoàn thành: 3"
    )


def test_the_map_without_legend_or_places_still_draws() -> None:
    assert "Hoàn thành: 3" not in _texts(hex_map(PLACES, STATES, title="x", with_legend=False))
    assert _texts(hex_map([], STATES, title="x")) == []
    assert _texts(bubble_map([], STATES, title="x")) == []


def test_a_state_nobody_named_is_shown_as_unknown() -> None:
    drawn = hex_map([Point(108, 15, "Lạ", "gone")], STATES, title="x")

    assert _texts(drawn)[0] == "?"


def _discs(drawn: Svg) -> list[tuple[float, float, float]]:
    circles = [part for part in _root(drawn).iter(f"{SVG}circle") if part.get("stroke-width")]
    return [
        (float(part.get("cx", 0)), float(part.get("cy", 0)), float(part.get("r", 0)))
        for part in circles
        if part.get("stroke-width") == "1.2"
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(DEGREES, st.integers(0, 50)), min_size=2, max_size=12))
def test_bubbles_do_not_cover_each_other(found: list[tuple[tuple[float, float], int]]) -> None:
    places = [Point(lon, lat, "x", "done", value) for (lon, lat), value in found]

    discs = _discs(bubble_map(places, STATES, title="x"))

    assert len(discs) == len(places)
    for one, two in itertools.combinations(discs, 2):
        assert math.dist(one[:2], two[:2]) > (one[2] + two[2]) * 0.85


def test_a_bubble_grows_with_its_area() -> None:
    small, large = sorted(
        radius for _, _, radius in _discs(bubble_map(PLACES[:2], STATES, title="x"))
    )

    assert large == 30
    assert small < 25


def test_a_stacked_bar_counts_and_names_each_state() -> None:
    drawn = stacked_bar({"done": 47, "issued": 3}, STATES, title="Toàn tỉnh")

    assert "H 47" in _texts(drawn)
    assert "Hoàn thành: 47" in _texts(drawn)
    assert "Đang thực hiện: 0" not in _texts(drawn)
    desc = _root(drawn).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == "Tổng số 50. Chưa tiếp nhận: 3; Đang thực hiện: 0; Hoàn thành: 47"


def test_a_bar_of_nothing_says_so() -> None:
    assert _texts(stacked_bar({}, STATES, title="x")) == ["Chưa có"]


def test_rows_of_bars_name_themselves_and_link() -> None:
    rows = [Stack("1. Phổ biến kỹ năng", {"done": 5}, "/noi-dung/1/"), Stack("2. Khác", {})]

    drawn = stacked_bars(rows, STATES, title="Theo nội dung")

    assert "1. Phổ biến kỹ năng" in _texts(drawn)
    assert "Chưa có" in _texts(drawn)
    assert [link.get("href") for link in _root(drawn).iter(f"{SVG}a")] == ["/noi-dung/1/"]


def test_bars_share_one_scale_from_nought() -> None:
    drawn = bars([Bar("Một", 10), Bar("Hai", 5), Bar("Ba", -1)], title="x", unit="buổi")

    widths = [
        float(part.get("width", 0))
        for part in _root(drawn).iter(f"{SVG}rect")
        if "bamboo" in part.get("fill", "")
    ]
    assert widths[0] == widths[1] * 2
    assert widths[2] == 0
    assert "10 buổi" in _texts(drawn)


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    drawn = bars([Bar("rất dài " * 20, 1)], title="x")

    assert sum("…" in said for said in _texts(drawn)) == 1


EVENTS = [
    Event(date(2026, 8, 20), "Ban hành", "green"),
    Event(date(2026, 8, 21), "Nhắc", "grey", href="/x/"),
    Event(date(2026, 12, 15), "Hạn báo cáo", "amber", due=True),
]


def test_the_timeline_shows_events_today_and_months() -> None:
    drawn = timeline(EVENTS, today=date(2026, 11, 23), title="Dòng thời gian")

    said = _texts(drawn)
    assert {"20/8 Ban hành", "15/12 Hạn báo cáo", "Hôm nay 23/11", "10/2026"} <= set(said)
    desc = _root(drawn).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == "20/08/2026: Ban hành; 21/08/2026: Nhắc; 15/12/2026: Hạn báo cáo"


def test_flags_that_would_meet_stand_in_different_rows_and_inside() -> None:
    drawn = timeline(EVENTS, today=date(2026, 8, 19), title="x")

    flags = [part for part in _root(drawn).iter(f"{SVG}rect") if part.get("rx") == "4"]
    feet = [flag.get("y") for flag in flags]
    assert feet[0] != feet[1] or len(set(feet)) > 1
    for flag in flags:
        assert float(flag.get("x", -1)) >= 0
        assert float(flag.get("x", 0)) + float(flag.get("width", 0)) <= 905


def test_a_timeline_of_one_day_still_draws() -> None:
    assert "Hôm nay 01/1" in _texts(timeline([], today=date(2026, 1, 1), title="x"))


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _fallback(value: str) -> str:
    found = re.search(r"#([0-9a-f]{3,6})\)", value)
    assert found is not None, value
    short = found[1]
    return f"#{short if len(short) == 6 else ''.join(letter * 2 for letter in short)}"


def test_every_tone_is_legible_without_the_look() -> None:
    for name, tone in TONES.items():
        light, dark = sorted(
            (_luminance(_fallback(tone.fill)), _luminance(_fallback(tone.ink))), reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_no_drawing_needs_an_inline_style() -> None:
    drawn = [
        hex_map(PLACES, STATES, title="x"),
        bubble_map(PLACES, STATES, title="x"),
        timeline(EVENTS, today=date(2026, 1, 1), title="x"),
        stacked_bars([Stack("a", {"done": 1})], STATES, title="x"),
    ]

    assert not any("style=" in part or "<script" in part for part in drawn)
