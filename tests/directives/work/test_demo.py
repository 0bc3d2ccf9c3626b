"""The demonstration: alive, and seeded once."""

from __future__ import annotations

import pytest

from mangnon.directives import api
from mangnon.directives.models import Directive, Holiday
from mangnon.units import api as units
from mangnon.units.api import Person, Unit


@pytest.mark.django_db
def test_the_demo_has_a_live_board_and_a_letter_to_review() -> None:
    # Given the demo province
    units.load_places()
    units.seed_demo()
    # When its letters are seeded twice
    api.seed_demo()
    api.seed_demo()
    # Then one letter is issued to 98 units in every state, one waits for review
    issued = Directive.objects.get(state="issued")
    board = api.board(issued, api.BoardFilters())
    assert board.totals.units == 98
    assert {state for state, count in board.totals.by_state.items() if count} == {
        "issued",
        "acknowledged",
        "in_progress",
        "returned",
        "sent_back",
        "accepted",
    }
    assert board.totals.late > 0
    assert len(api.map_points(issued)) >= 96
    draft = Directive.objects.get(state="draft")
    review = api.review_of(draft)
    assert len(review.clauses) == 3
    assert any("hạn báo cáo" in reason for reason in review.missing)
    # And the officer's and the worker's desks have something on them
    officer = Person.objects.get(email="tinh@trinhdien.mangnon")
    desk = api.desk_sections(officer, Unit.objects.get(code="51-SYT"))
    assert desk.to_judge
    assert desk.to_answer
    assert desk.drafts
    assert desk.following
    worker = Person.objects.get(email="xa-son-ha@trinhdien.mangnon")
    desk = api.desk_sections(worker, Unit.objects.get(code="21289"))
    assert desk.new
    assert desk.late


@pytest.mark.django_db
def test_public_holidays_are_there_to_be_checked() -> None:
    api.load_holidays()
    api.load_holidays()
    assert Holiday.objects.filter(name__contains="Quốc khánh", checked=False).count() >= 2
