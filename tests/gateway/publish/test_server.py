"""The server looks at its files and at the clock, and does not try in vain each second."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from mangnon.gateway.publish.config import read_zones
from mangnon.gateway.publish.refreshing import STATUS
from mangnon.gateway.publish.server import Server
from tests.gateway.publish.publishing import write_config
from tests.gateway.publish.site import write_lists


class Counting(Server):
    """Counts how often zones are made; `works`: whether that succeeds."""

    tries = 0
    works = True

    async def _refresh(self) -> bool:
        self.tries += 1
        return self.works


@pytest.fixture
def server(tmp_path: Path) -> Counting:
    write_lists(tmp_path / "lists")
    path = write_config(tmp_path)
    (tmp_path / "zones").mkdir()
    return Counting(read_zones(path), path)


def looks(server: Counting, times: int) -> int:
    async def look() -> None:
        for _ in range(times):
            await server._look()

    asyncio.run(look())
    return server.tries


def until(server: Counting, moment: str) -> None:
    (server.config.state / STATUS).write_text(json.dumps({"until": moment, "zones": []}))


def test_zones_are_made_once_and_again_when_a_file_changes(server: Counting) -> None:
    assert looks(server, 3) == 1
    (server.config.lists / "adult.txt").write_text("moi.example\n")
    assert looks(server, 3) == 2
    (server.config.lists / "adult.txt").unlink()
    assert looks(server, 3) == 3


def test_zones_are_made_again_when_the_hour_is_over(server: Counting) -> None:
    until(server, "2999-01-01T00:00:00+07:00")
    assert looks(server, 3) == 1
    until(server, "2026-01-01T00:00:00+07:00")
    assert looks(server, 1) == 2


def test_what_failed_is_not_tried_each_second(server: Counting) -> None:
    server.works = False
    until(server, "2026-01-01T00:00:00+07:00")
    assert looks(server, 5) == 1
    server.config.plan.write_text("{}")  # a new file is tried at once
    assert looks(server, 5) == 2
