"""Who runs what, and when: the files that take longest come first, so that all end together.

A file stays whole in one process: what its tests share is made once. `SHARED` are files that share
more than that. Tests in a browser come last: the driver leaves an event loop in the thread, beside
which no other can be started. `.venv/bin/pytest -n 2 --measure` writes down how long each file
takes.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SECONDS = Path(__file__).with_name("seconds.csv")
LEAST = 2.0  # quicker files are not written down
SHARED = {
    "tests/journeys/test_a_child_is_helped.py": "the running demo",
    "tests/journeys/test_a_site_opens_for_a_lesson.py": "the running demo",
    "tests/journeys/test_a_source_becomes_a_campaign.py": "the running demo",
    "tests/gateway/test_compiling.py": "the real lists",
    "tests/gateway/test_likeness.py": "the real lists",
    "tests/gateway/test_real_lists.py": "the real lists",
}


def scope_of(nodeid: str) -> str:
    file = nodeid.split("::")[0]
    return SHARED.get(file, file)


class InOrder(LoadScopeScheduling):
    """Hands out whole scopes in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    known = measured()
    seconds: Counter[str] = Counter()
    for file in {item.nodeid.split("::")[0] for item in items}:
        seconds[SHARED.get(file, file)] += known.get(file, LEAST / 2)
    driven = {scope_of(item.nodeid) for item in items if item.get_closest_marker("browser")}

    def place(item: pytest.Item) -> tuple[bool, float, str]:
        scope = scope_of(item.nodeid)
        return scope in driven, -seconds[scope], scope

    items.sort(key=place)


def measured() -> dict[str, float]:
    with SECONDS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: float(row["seconds"]) for row in csv.DictReader(file)}


class Measure:
    """Adds up what each file took and writes it down at the end."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid.split("::")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        with SECONDS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["file", "seconds"])
            writer.writerows(
                (name, round(spent, 1))
                for name, spent in sorted(self.seconds.items())
                if spent >= LEAST
            )
