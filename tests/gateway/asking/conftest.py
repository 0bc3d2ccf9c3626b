from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.models import UnblockRequest
from mangnon.kit import clock
from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.cast import Cast, make_cast

Browse = Callable[[Person | None], Client]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def browse() -> Browse:
    return lambda person: sign_in(Client(), person) if person else Client()


def ask(name: str = "tro-choi.example", category: str = "games", **other: Any) -> dict[str, Any]:
    """What the block page writes when a pupil asks."""
    now = f"{clock.now():%Y-%m-%dT%H:%MZ}"
    said = {"id": str(uuid4()), "name": name, "group": "thcs", "category": category, "at": now}
    return {**said, **other}


def asked(cast: Cast, name: str = "tro-choi.example", category: str = "games") -> UnblockRequest:
    take_asks(cast.site, [ask(name, category)])
    return UnblockRequest.objects.get(name=name)
