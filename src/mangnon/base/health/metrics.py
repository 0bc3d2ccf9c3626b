"""Figures for Prometheus. Requests are counted here; the state of the house is asked when read."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mangnon.base.audit.api import head
from mangnon.base.jobs.api import counts_by_state, oldest_due, workers_alive
from mangnon.base.notices.api import outbox_waiting
from mangnon.kit import clock

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
disable_created_metrics()  # type: ignore[no-untyped-call]
registry = CollectorRegistry()
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_requests = Counter(
    "mangnon_requests", "Requests by view", ["view", "method", "status"], registry=registry
)
_seconds = Histogram(
    "mangnon_request_seconds",
    "Time to answer by view",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)


def count_request(*, view: str, method: str, status: int, spent_s: float) -> None:
    # Anybody may send any word as a method; each would be a series for ever.
    known = method if method in _METHODS else "other"
    _requests.labels(view, known, str(status)).inc()
    _seconds.labels(view).observe(spent_s)


class House(Collector):
    """Jobs by state, the age of what waits, workers alive, the head of the audit record."""

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("mangnon_jobs", "Jobs by state", labels=["state"])
        for state, count in counts_by_state().items():
            jobs.add_metric([state.value], count)
        yield jobs
        yield from (GaugeMetricFamily(*each) for each in _single())


def _single() -> Iterator[tuple[str, str, float]]:
    now = clock.now()
    due, (waiting, oldest), end = oldest_due(now), outbox_waiting(), head()
    yield "mangnon_workers", "Workers alive", workers_alive()
    lag = (now - due).total_seconds() if due else 0.0
    yield "mangnon_job_lag_seconds", "Since when the oldest due job waits", lag
    yield "mangnon_outbox_waiting", "Letters to be sent", waiting
    age = (now - oldest).total_seconds() if oldest else 0.0
    yield "mangnon_outbox_age_seconds", "Age of the oldest letter to be sent", age
    yield "mangnon_audit_rows", "The number of the last audit row", end[0] if end else 0


registry.register(House())


def exposition() -> bytes:
    """All figures in Prometheus' text form."""
    return generate_latest(registry)
