"""Markup is written safely, shortly, and says what it shows."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kit.svg import Svg, drawing, element, group, link, number, points, text


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "1"), (1.5, "1.5"), (1.005, "1"), (0.0, "0"), (-0.0, "0"), (-0.001, "0"), (10, "10")],
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert number(value) == written


def test_text_is_escaped_once_and_markup_not_again() -> None:
    inner = element("text", "a < b & c")

    assert inner == "<text>a &lt; b &amp; c</text>"
    assert group(inner, "<i>") == "<g><text>a &lt; b &amp; c</text>&lt;i&gt;</g>"


def test_attributes_take_hyphens_quotes_and_none() -> None:
    made = element("rect", fill_opacity=0.5, class_="a", href='x"y<z', stroke=None)

    assert made == '<rect fill-opacity="0.5" class="a" href=\'x"y&lt;z\'/>'


def test_templates_do_not_escape_it_again() -> None:
    assert Svg("<g/>").__html__() == "<g/>"


def test_a_link_speaks_and_without_an_address_is_plain() -> None:
    assert link("/don-vi/1/", element("rect"), label="Xã Thử: Hoàn thành") == (
        '<a href="/don-vi/1/" aria-label="Xã Thử: Hoàn thành">'
        "<title>Xã Thử: Hoàn thành</title><rect/></a>"
    )
    assert link("", label="x") == "<g><title>x</title></g>"


def test_a_drawing_has_a_box_a_title_and_a_description() -> None:
    root = ElementTree.fromstring(drawing(100, 50.5, title="Bản đồ", desc="Hai xã", links=True))

    assert root.get("viewBox") == "0 0 100 50.5"
    assert (root.get("role"), root.get("aria-label")) == ("group", "Bản đồ")
    assert [child.text for child in root] == ["Bản đồ", "Hai xã"]
    assert 'role="img"' in drawing(1, 1, title="x")
    assert "style=" not in drawing(1, 1, title="x")


def test_points_are_pairs() -> None:
    assert points([(0, 1.5), (2.25, 3)]) == "0,1.5 2.25,3"


@given(st.text(), st.text())
def test_any_text_gives_well_formed_markup(said: str, href: str) -> None:
    made = drawing(1, 1, link(href, text(said), said, label=said), title=said, desc=said)

    ElementTree.fromstring(made)
