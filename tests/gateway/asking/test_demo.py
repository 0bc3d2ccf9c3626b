"""A demo has something to answer and something to look at, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mangnon.gateway import seeding
from mangnon.gateway.models import Site, UnblockRequest
from mangnon.gateway.periods import period
from mangnon.gateway.queries.figures import figures
from mangnon.kit import clock
from mangnon.units.api import load_places, seed_demo
from mangnon.units.models import Person


@pytest.mark.django_db
def test_requests_wait_and_names_are_counted_in_a_demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    load_places()
    seed_demo()
    seeding.seed_demo()
    site = Site.objects.get(unit__code="TD-CS-01")
    seeding.seed_asks(site)

    rows = UnblockRequest.objects.order_by("name").values_list("name", "letter", "state", "times")
    assert list(rows) == [
        ("game.example", "A", "waiting", 9),
        ("mang-xa-hoi.example", "X", "passed_up", 4),
    ]
    officer = Person.objects.get(email="tinh@trinhdien.mangnon")
    found = figures(officer, site.unit, period("30", clock.today()))
    assert [each.name for each in found.names] == [
        "tro-choi.example",
        "mang-xa-hoi.example",
        "phim-nguoi-lon.example",
    ]
    assert found.totals.blocked > 1000
