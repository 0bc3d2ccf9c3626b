from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.gateway.timestore.sqlite import SqliteEngine
from mangnon.gateway.timestore.store import Store
from tests.gateway.timestore.engines import InProcess, clickhouse


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """The engine can be opened once in a process."""
    pytest.importorskip("chdb", reason="the engine of the large store is not installed")
    return InProcess(tmp_path_factory.mktemp("clickhouse"))


@pytest.fixture(params=["sqlite", "clickhouse"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        return Store(SqliteEngine(tmp_path / "counters.sqlite"))
    return clickhouse(request.getfixturevalue("server"))
