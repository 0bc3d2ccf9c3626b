from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.steering.cast import Cast, make_cast

Browse = Callable[[Person | None], Client]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def browse() -> Browse:
    """A browser of its own for each person; for None one that is signed out."""
    return lambda person: sign_in(Client(), person) if person else Client()
