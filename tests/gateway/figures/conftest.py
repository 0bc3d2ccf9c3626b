from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.cast import Cast, make_cast

Browse = Callable[[Person | None], Client]


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """With a counters file of the test's own."""
    settings.DATA_DIR = tmp_path
    return make_cast()


@pytest.fixture
def browse() -> Browse:
    return lambda person: sign_in(Client(), person) if person else Client()
