"""Journeys are walked in a real browser through the whole demo province."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import visit
from tests.journeys.running import demo

__all__ = ["demo", "visit"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
