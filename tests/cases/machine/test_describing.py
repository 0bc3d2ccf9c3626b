"""The drawing and the page say what the table says, all of it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from mangnon.cases.choices import Region
from mangnon.cases.command import cases
from mangnon.cases.describing import diagram, page
from mangnon.cases.drawing import Edge, edges, lanes, titles_of
from mangnon.cases.machine.deciding import STATES_OF
from mangnon.cases.machine.table import MOVES

TEXT = "{http://www.w3.org/2000/svg}text"


def test_every_state_and_every_move_stands_in_the_drawing() -> None:
    said = {node.text for node in ElementTree.fromstring(diagram()).iter(TEXT)}  # noqa: S314
    assert {str(state.label) for states in STATES_OF.values() for state in states} <= said
    assert {str(number) for number in range(1, len(MOVES) + 1)} <= said
    assert {move.words for move in MOVES if move.end and len(move.words) < 40} <= said


def test_the_drawing_has_no_style_and_no_script() -> None:
    """It is shown under the strict policy of the site's own pages."""
    assert not re.search(r"<script|<style| style=|href=", diagram())


def test_edges_that_run_side_by_side_have_lanes_of_their_own() -> None:
    states = [state for state, _ in titles_of(Region.MAIN)]
    back = [edge for edge in edges(Region.MAIN, states) if edge.end < edge.start]
    found = list(lanes(back))
    assert len(found) == 4
    for one, lane in found:
        for other, its in found:
            apart = one.span.stop <= other.span.start or other.span.stop <= one.span.start
            assert one is other or lane != its or apart


def test_an_edge_is_drawn_once_however_many_moves_make_it() -> None:
    states = [state for state, _ in titles_of(Region.MAIN)]
    review, draft = states.index("plan_review"), states.index("plan_draft")
    assert Edge(review, draft, (13, 14)) in edges(Region.MAIN, states)


def test_the_page_of_the_documentation_is_the_table_s() -> None:
    assert Path("docs/reference/case-workflow.md").read_text(encoding="utf-8") == page()
    for rule in ("**chưa đối chiếu**", "12 giờ", "7 ngày làm việc"):
        assert rule in page()


@pytest.mark.parametrize(("option", "start"), [("--diagram", "<svg"), ("--markdown", "# Vụ việc")])
def test_the_command_prints_and_writes(tmp_path: Path, option: str, start: str) -> None:
    printed = CliRunner().invoke(cases, ["machine", option])
    assert printed.output.startswith(start)
    out = tmp_path / "trang"
    CliRunner().invoke(cases, ["machine", option, "--out", str(out)], catch_exceptions=False)
    assert out.read_text(encoding="utf-8") == printed.output
