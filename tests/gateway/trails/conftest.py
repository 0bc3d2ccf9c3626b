from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from mangnon.gateway.actions.trails import ask_matter, open_matter
from mangnon.gateway.models import Matter
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


def asked(cast: Cast, client: str = "10.1.0.25", days: int = 5) -> Matter:
    """The counsellor asks, for a matter that has a number."""
    return ask_matter(
        by=cast.counsellor,
        site=cast.site,
        client=client,
        reason="Hồ sơ 12/2026: nghi bị dụ dỗ qua mạng",
        until=clock.now() + timedelta(days=days),
    )


def opened(cast: Cast, client: str = "10.1.0.25", days: int = 5) -> Matter:
    """The principal is the second."""
    matter = asked(cast, client, days)
    open_matter(by=cast.principal, matter=matter)
    matter.refresh_from_db()
    return matter
