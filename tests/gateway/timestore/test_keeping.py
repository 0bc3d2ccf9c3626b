"""How long counters stay, and what a crash, a crowd or a lost server does to them."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mangnon.gateway.timestore.clickhouse import ClickHouseEngine, Http
from mangnon.gateway.timestore.engine import Engine, Row, StoreFailed
from mangnon.gateway.timestore.rows import RawCount
from mangnon.gateway.timestore.sqlite import SqliteEngine, copy_of
from mangnon.gateway.timestore.store import Store, totals_of
from tests.gateway.timestore.engines import Answering, InProcess, clickhouse

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
ALWAYS = (NOW - timedelta(days=500), NOW + timedelta(days=2))


def counted(days_ago: int) -> list[RawCount]:
    return [(f"{NOW - timedelta(days=days_ago):%Y-%m-%dT%H:%MZ}", "thcs", "games", 6)]


def rows_in(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608


def test_minutes_go_after_40_days_names_after_90_hours_after_400(tmp_path: Path) -> None:
    path = tmp_path / "counters.sqlite"
    store = Store(SqliteEngine(path))
    for days in (0, 39, 41, 89, 91, 399):
        day = f"{(NOW - timedelta(days=days)).date()}"
        name = (day, "thcs", "games", "tro-choi.example", 6)
        store.add("m-1", 1, counted(days), [name], f"b-{days}", NOW)

    store.sweep(NOW)
    assert (rows_in(path, "minutes"), rows_in(path, "names"), rows_in(path, "hours")) == (2, 4, 6)

    store.sweep(NOW + timedelta(days=2))
    assert (rows_in(path, "minutes"), rows_in(path, "names"), rows_in(path, "hours")) == (1, 3, 5)


def test_the_last_report_of_a_filter_that_was_away_for_months_still_counts_once(
    tmp_path: Path,
) -> None:
    store = Store(SqliteEngine(tmp_path / "counters.sqlite"))
    store.add("m-1", 1, counted(2), [], "b-8", NOW - timedelta(days=2))
    store.add("m-1", 1, counted(0), [], "b-9", NOW)

    summer = NOW + timedelta(days=100)
    store.sweep(summer)
    store.add("m-1", 1, counted(0), [], "b-9", summer)

    assert totals_of(store.by_category(None, *ALWAYS)).blocked == 12


def put_and_fall(engine: Engine, hours: list[Row]) -> None:
    """The power goes after the first table."""
    with engine.batch("m-1", "b-1", 1) as put:
        assert put is not None
        put("hours", hours)
        raise ConnectionResetError


def test_a_crash_in_the_middle_leaves_nothing_or_is_made_good(
    tmp_path: Path, server: InProcess
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    rows: list[RawCount] = [(f"{yesterday:%Y-%m-%dT%H:%MZ}", "thcs", "games", 6)]
    span = (yesterday - timedelta(days=1), yesterday + timedelta(days=2))
    file, large = SqliteEngine(tmp_path / "counters.sqlite"), ClickHouseEngine(server)
    server.start_anew()
    for engine, left in ((file, 0), (large, 6)):
        store = Store(engine)
        with pytest.raises(ConnectionResetError):
            put_and_fall(engine, [(1, int(yesterday.timestamp()) // 3600, "thcs", "games", 6)])
        assert totals_of(store.by_category(None, *span)).blocked == left

        store.add("m-1", 1, rows, [], "b-1", yesterday)
        assert totals_of(store.by_category(None, *span)).blocked == 6


def test_many_write_into_one_file_at_once(tmp_path: Path) -> None:
    store = Store(SqliteEngine(tmp_path / "counters.sqlite"))
    begin = threading.Barrier(8)

    def report(number: int) -> None:
        begin.wait()
        for each in range(10):
            store.add(f"m-{number}", number % 2, counted(0), [], f"b-{each}", NOW)

    threads = [threading.Thread(target=report, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(each.site, each.blocked) for each in store.by_site(None, *ALWAYS)] == [
        (0, 240),
        (1, 240),
    ]


def test_a_copy_is_whole_while_the_file_is_in_use(tmp_path: Path) -> None:
    store = Store(SqliteEngine(tmp_path / "counters.sqlite"))
    store.add("m-1", 1, counted(0), [], "b-1", NOW)
    copy_of(tmp_path / "counters.sqlite", tmp_path / "copy.sqlite")
    store.add("m-1", 1, counted(0), [], "b-2", NOW)

    kept = Store(SqliteEngine(tmp_path / "copy.sqlite"))
    assert totals_of(kept.by_category(None, *ALWAYS)).blocked == 6
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite"]


def test_a_broken_file_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "counters.sqlite").write_bytes(b"not a database at all" * 50)
    with pytest.raises(StoreFailed, match="Tệp số đếm không dùng được"):
        Store(SqliteEngine(tmp_path / "counters.sqlite")).by_category(None, *ALWAYS)


def test_the_large_store_is_asked_over_http_with_its_password(server: InProcess) -> None:
    clickhouse(server)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    span = (yesterday - timedelta(days=1), yesterday + timedelta(days=2))
    rows: list[RawCount] = [(f"{yesterday:%Y-%m-%dT%H:%MZ}", "thcs", "games", 6)]
    with Answering(server, "Basic bWFuZ25vbjpi4bqtdCBtw6w=") as port:
        at = f"mangnon:b%E1%BA%ADt%20m%C3%AC@127.0.0.1:{port}/counters"
        store = Store(ClickHouseEngine(Http(f"clickhouse://{at}")))
        store.add("máy 'một'\t1", 1, rows, [], "b-1", yesterday)
        store.add("máy 'một'\t1", 1, rows, [], "b-1", yesterday)
        assert totals_of(store.by_category([1], *span)).blocked == 6

        stranger = Http(f"clickhouse://ai-do@127.0.0.1:{port}/counters")
        with pytest.raises(StoreFailed, match="Kho số đếm từ chối"):
            Store(ClickHouseEngine(stranger)).by_category(None, *span)

    with pytest.raises(StoreFailed, match="Không nối được tới kho số đếm"):
        Store(ClickHouseEngine(Http(f"clickhouse://{at}"))).by_category(None, *span)
