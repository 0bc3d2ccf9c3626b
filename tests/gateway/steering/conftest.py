from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.steering.cast import Cast, make_cast

Browse = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Counters and bundles of one test are not those of the next."""
    settings.DATA_DIR = tmp_path_factory.mktemp("du-lieu")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def browse() -> Browse:
    """A browser of its own for each person; for None one that is signed out."""
    return lambda person: sign_in(Client(), person) if person else Client()
