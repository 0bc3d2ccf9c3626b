"""What every page knows of the site without asking a database."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from mangnon.base.ui import site
from mangnon.base.ui.context import site as context


def test_the_child_line_comes_first_and_every_number_says_where_it_is_from() -> None:
    numbers = site.hotlines()
    assert [one.number for one in numbers] == ["111", "113", "115"]
    assert all(one.source for one in numbers)


def test_an_old_number_of_the_child_line_is_nowhere() -> None:
    assert all(one.number != "18001567" for one in site.hotlines())


def test_a_demo_says_that_it_is_one(settings: object, rf: RequestFactory) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert context(rf.get("/"))["platform"].demo is True
    settings.DEMO = False  # type: ignore[attr-defined]
    assert context(rf.get("/"))["platform"].demo is False


def test_a_site_without_a_request_has_no_menu_and_no_unit() -> None:
    bare = site.Site()
    assert list(bare.menu) == []
    assert bare.unit is None
    assert bare.child_line.number == "111"


def test_only_what_ui_asks_for_can_be_handed_in() -> None:
    with pytest.raises(ValueError, match="bogus"):
        site.provide(bogus=lambda: "")
