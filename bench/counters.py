"""A day of 1,000 filters into the counters' store, then a month's charts, on both engines.

Each filter counts through ten hours of a school day, 30 active minutes an hour, 20 rows a minute
(4 groups, 5 words), and reports twice: 6,000 rows a filter, 6 million in all. ClickHouse is the
real engine inside this process (chdb): no network is measured. Prints one JSON line.

python bench/counters.py [--filters 1000] [--engines sqlite,clickhouse] [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mangnon.gateway.timestore.rows import RawCount, RawTop  # noqa: E402
from mangnon.gateway.timestore.sqlite import SqliteEngine  # noqa: E402
from mangnon.gateway.timestore.store import Store  # noqa: E402

if TYPE_CHECKING:
    from tests.gateway.timestore.engines import InProcess

GROUPS = ("tieu_hoc", "thcs", "thpt", "staff")
WORDS = ("", "games", "ads", "social", "+video")
REPORTS, HOURS, MINUTES_AN_HOUR, NAMES = 2, 5, 30, 10


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--filters", type=int, default=1000)
    parser.add_argument("--engines", default="sqlite,clickhouse")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def report(day: datetime, first: int, chance: random.Random) -> tuple[list[RawCount], list[RawTop]]:
    """What a filter tells of some hours."""
    rows = [
        (
            f"{day + timedelta(hours=first + hour, minutes=2 * minute):%Y-%m-%dT%H:%MZ}",
            who,
            word,
            chance.randint(1, 90),
        )
        for hour in range(HOURS)
        for minute in range(MINUTES_AN_HOUR)
        for who in GROUPS
        for word in WORDS
    ]
    names = [
        (f"{day.date()}", "thcs", "games", f"trang-{chance.randrange(400)}.example", 6)
        for _ in range(NAMES)
    ]
    return rows, names


def day_of(filters: int) -> Iterator[tuple[int, str, list[RawCount], list[RawTop], datetime]]:
    """Every filter in turn, once in each half of a day: yesterday, since ClickHouse forgets by its
    own clock."""
    chance = random.Random(20260316)
    now = datetime.now(UTC)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for half in range(REPORTS):
        for number in range(filters):
            rows, names = report(day, half * HOURS, chance)
            yield number, f"b-{half}", rows, names, now


def fill(store: Store, filters: int) -> tuple[float, float]:
    """Seconds that the store itself took, by the clock and of this process's CPU."""
    spent = worked = 0.0
    for site, ident, rows, names, now in day_of(filters):
        began, begun = time.perf_counter(), time.process_time()
        store.add(f"m-{site}", site, rows, names, ident, now)
        spent, worked = spent + time.perf_counter() - began, worked + time.process_time() - begun
    return spent, worked


def charts(store: Store) -> None:
    """What the province's page asks for a month."""
    until = datetime.now(UTC) + timedelta(days=1)
    since, before = until - timedelta(days=30), until - timedelta(days=60)
    store.by_category(None, since, until)
    store.by_category(None, before, since)
    store.by_hour(None, since, until)
    store.by_site(None, since, until)
    store.series(None, since, until)
    store.top_names(None, since.date(), until.date())


def median_ms(do: Callable[[], None], rounds: int) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 1)


def store_of(engine: str, folder: Path) -> tuple[Store, Callable[[], int]]:
    """An empty store, and how many bytes it takes once it has come to rest."""
    if engine == "sqlite":
        path = folder / "counters.sqlite"
        return Store(SqliteEngine(path)), lambda: path.stat().st_size
    from tests.gateway.timestore.engines import InProcess, clickhouse

    server = InProcess(folder)
    return clickhouse(server), lambda: _size_of(server)


def _size_of(server: InProcess) -> int:
    """Of the parts in use, after the server's own merging."""
    for table in ("minutes", "hours", "names", "seen"):
        server.send(f"optimize table {table} final", b"", {})
    asked = "select sum(bytes_on_disk) from system.parts where active and database = 'counters'"
    return int(server.send(asked, b"", {}).decode().strip().strip('"'))


def measured(engine: str, filters: int, rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, size_of = store_of(engine, folder)
        seconds, worked = fill(store, filters)
        rows = filters * REPORTS * HOURS * MINUTES_AN_HOUR * len(GROUPS) * len(WORDS)
        size = size_of()
        return {
            "fill_s": round(seconds, 1),
            "rows_a_second": round(rows / seconds),
            "report_ms": round(seconds * 1000 / (filters * REPORTS), 2),
            "report_cpu_ms": round(worked * 1000 / (filters * REPORTS), 2),
            "size_mb": round(size / 2**20, 1),
            "bytes_a_row": round(size / rows, 1),
            "month_page_ms": median_ms(lambda: charts(store), rounds),
        }


def main() -> None:
    said = arguments()
    figures: dict[str, object] = {"bench": "counters", "filters": said.filters}
    for engine in said.engines.split(","):
        figures[engine] = measured(engine, said.filters, said.rounds)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
