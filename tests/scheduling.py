"""Who runs what, and when: the files that take longest come first, so that all end together.

A file stays whole in one process: what its tests share is made once. `SHARED` are files that share
more than that. The first process drives browsers from the beginning and nothing else; the others
come to them last: the driver leaves an event loop in the thread, beside which no other can be
started. `.venv/bin/pytest -n 2 --measure` writes down how long each file
takes.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
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

    def _assign_work_unit(self, node: Any) -> None:
        wanted = self._drives(node)
        for scope in self.workqueue:
            if _in_a_browser(scope) == wanted:
                self.workqueue.move_to_end(scope, last=False)
                break
        super()._assign_work_unit(node)

    def _reschedule(self, node: Any) -> None:
        """Who drove browsers to the last of them does nothing else."""
        driven = any(map(_in_a_browser, self.assigned_work[node]))
        if driven and self.workqueue and not any(map(_in_a_browser, self.workqueue)):
            node.shutdown()
        else:
            super()._reschedule(node)

    def _drives(self, node: Any) -> bool:
        return len(self.nodes) > 1 and node is self.nodes[0]


@cache
def _in_a_browser(scope: str) -> bool:
    """A scope is a file, or what several share."""
    files = [file for file, shared in SHARED.items() if shared == scope] or [scope]
    texts = (Path(file).read_text(encoding="utf-8") for file in files)
    return any("pytest.mark.browser" in text for text in texts)


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
