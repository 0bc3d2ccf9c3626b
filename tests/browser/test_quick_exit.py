"""Leaving at once, so that whoever looks over the shoulder sees something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
NEUTRAL = "/lien-he/?trung-tinh"


@pytest.fixture(autouse=True)
def near_neutral_page(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The neutral page is another machine's; the test leaves for one of ours instead."""
    monkeypatch.setattr("mangnon.base.ui.site.Site.exit_to", NEUTRAL)


def test_the_button_replaces_the_page(visit: Visit) -> None:
    page = visit("/khong-co-trang-nay/")
    page.goto(page.url.replace("/khong-co-trang-nay/", "/"))
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(f"**{NEUTRAL}")
    page.go_back()
    assert page.url.endswith("/khong-co-trang-nay/")  # the page left is not in the history


def test_shift_three_times_leaves(visit: Visit) -> None:
    page = visit("/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"**{NEUTRAL}")


def test_shift_while_typing_capitals_does_not_leave(visit: Visit) -> None:
    page = visit("/")
    for _ in range(4):
        page.keyboard.press("Shift+A")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert NEUTRAL not in page.url


def test_without_scripts_it_is_a_plain_link(visit: Visit) -> None:
    page = visit("/", scripts=False)
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(f"**{NEUTRAL}")
