"""What waits in a demo: some asks of pupils, and names that were blocked most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.models import Site
from mangnon.kit import clock

# name, group, category of the demo lists, how many pupils asked
_ASKED = (
    ("game.example", "thcs", "games", 9),
    ("mang-xa-hoi.example", "thcs", "social", 4),
)
_TOP = (
    ("tro-choi.example", "games", 31),
    ("mang-xa-hoi.example", "social", 18),
    ("phim-nguoi-lon.example", "adult", 7),
)
_DAYS = 20


def seed_asks(site: Site) -> None:
    """Requests of the last hour. A second call adds nothing."""
    now = clock.now() - timedelta(minutes=20)
    take_asks(
        site,
        [
            {
                "id": str(uuid5(NAMESPACE_URL, f"trinh-dien/{site.pk}/{name}/{number}")),
                "name": name,
                "group": group,
                "category": category,
                "at": f"{now + timedelta(minutes=number):%Y-%m-%dT%H:%MZ}",
            }
            for name, group, category, times in _ASKED
            for number in range(times)
        ],
    )


def top_names(group: str, today: date) -> Iterator[tuple[str, str, str, str, int]]:
    """The names blocked most on the days of lessons before today."""
    for back in range(1, _DAYS):
        day = today - timedelta(days=back)
        if day.weekday() <= 4:
            for name, category, answers in _TOP:
                yield str(day), group, category, name, answers + back % 4
