"""The face of the time store: the counters of this installation, in the file or in ClickHouse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from mangnon.gateway.timestore.clickhouse import ClickHouseEngine, Http
from mangnon.gateway.timestore.engine import StoreFailed
from mangnon.gateway.timestore.rows import Kind, RawCount, RawTop, bare, kind_of
from mangnon.gateway.timestore.sqlite import SqliteEngine
from mangnon.gateway.timestore.store import (
    AtHour,
    Counted,
    Named,
    OfSite,
    Point,
    Sites,
    Store,
    Totals,
    totals_of,
)
from mangnon.kit import clock

FILE = "counters.sqlite"

__all__ = [
    "FILE",
    "AtHour",
    "Counted",
    "Kind",
    "Named",
    "OfSite",
    "Point",
    "StoreFailed",
    "Totals",
    "add",
    "bare",
    "by_category",
    "by_hour",
    "by_site",
    "kind_of",
    "series",
    "store",
    "sweep",
    "top_names",
    "totals",
    "totals_of",
]


def store() -> Store:
    """The store that the settings name."""
    return _store(settings.COUNTERS_URL or "", Path(settings.DATA_DIR) / FILE)


@lru_cache(maxsize=4)
def _store(address: str, file: Path) -> Store:
    return Store(ClickHouseEngine(Http(address)) if address else SqliteEngine(file))


def add(
    gateway_id: UUID, site_id: int, rows: Iterable[RawCount], top: Iterable[RawTop], ident: str
) -> int:
    """Take a filter's report, once for each ident. Returns how many rows made no sense.

    rows: (minute, group, category, answers), top: (day, group, category, name, answers), both of
    what was counted since the last report. Raises StoreFailed; the filter then sends it again.
    """
    return store().add(str(gateway_id), site_id, rows, top, ident, clock.now())


def totals(site_ids: Sites, since: datetime, until: datetime) -> Totals:
    return totals_of(by_category(site_ids, since, until))


def by_category(site_ids: Sites, since: datetime, until: datetime) -> list[Counted]:
    return store().by_category(site_ids, since, until)


def by_hour(site_ids: Sites, since: datetime, until: datetime) -> list[AtHour]:
    return store().by_hour(site_ids, since, until)


def by_site(site_ids: Sites, since: datetime, until: datetime) -> list[OfSite]:
    return store().by_site(site_ids, since, until)


def series(site_ids: Sites, since: datetime, until: datetime, step: str = "day") -> list[Point]:
    return store().series(site_ids, since, until, step)


def top_names(site_ids: Sites, since: date, until: date, most: int = 20) -> list[Named]:
    return store().top_names(site_ids, since, until, most)


def sweep() -> None:
    store().sweep(clock.now())
