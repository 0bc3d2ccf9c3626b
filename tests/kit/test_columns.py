"""Columns of days and the field of hours say in words what they draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from mangnon.kit.charts import Column, columns, hours_field


def rects(svg: str) -> list[dict[str, str]]:
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
    return [dict(each.attrib) for each in root.iter() if each.tag.endswith("rect")]


def test_a_part_stands_before_its_whole_each_on_its_own_scale() -> None:
    drawn = columns(
        [Column(1000, 10, "1/3: 10 trong 1000", "01/03"), Column(500, 5, "2/3: 5 trong 500")],
        title="Theo ngày",
    )
    heights = [float(each["height"]) for each in rects(drawn)]
    assert heights == [172, 172, 86, 86]
    assert "1/3: 10 trong 1000; 2/3: 5 trong 500" in drawn
    assert drawn.count("01/03") == 1


def test_no_days_are_an_empty_drawing() -> None:
    assert rects(columns([], title="Theo ngày")) == []


def test_the_more_the_darker_in_five_steps_and_nothing_is_an_empty_frame() -> None:
    monday = [0] * 24
    monday[8], monday[9], monday[10] = 1, 50, 100
    drawn = hours_field([("Thứ Hai", monday)], title="Theo giờ", unit="lượt")
    fills = [(each["fill"], each.get("fill-opacity")) for each in rects(drawn)]
    assert fills[7] == ("none", None)
    assert [opacity for _, opacity in fills[8:11]] == ["0.2", "0.6", "1"]
    assert "Thứ Hai: nhiều nhất lúc 10 giờ, 100 lượt" in drawn
    assert re.search("<title>Thứ Hai, 9 giờ: 50 lượt</title>", drawn)
