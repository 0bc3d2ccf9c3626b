"""Journeys are walked in a real browser through the whole demo province."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import visit

__all__ = ["visit"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def picture() -> Callable[[Any, str], None]:
    """`picture(page, "bang-theo-doi")` keeps a screenshot where MANGNON_PICTURES says."""
    folder = os.environ.get("MANGNON_PICTURES", "")

    def take(page: Any, name: str, *, whole: bool = False) -> None:
        if folder:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)

    return take
