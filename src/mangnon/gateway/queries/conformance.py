"""A school's filter against the recognised standards of filtering and monitoring.

`data/standards.csv` names each point and the kind of its check. A check looks at the evidence and
says whether the point is met, with the ground for it; what DNS cannot do is said to be beyond it,
whatever is configured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.queries.checks import CHECKS, Finding, bundle_words
from mangnon.gateway.queries.evidence import evidence_about
from mangnon.units.api import Unit


@dataclass(frozen=True)
class Point:
    standard: str
    code: str
    words: str
    finding: Finding


@dataclass(frozen=True)
class Report:
    """All points by standard, with what they were looked at on."""

    school: Unit
    made_at: datetime
    standards: tuple[tuple[str, tuple[Point, ...]], ...]
    counts: Counter[str]
    plans: tuple[str, ...]
    bundle: str
    reviewed_at: datetime | None

    @property
    def met(self) -> int:
        return self.counts["met"]

    @property
    def unmet(self) -> int:
        return self.counts["unmet"]

    @property
    def beyond(self) -> int:
        return self.counts["beyond"]


def report_about(school: Unit) -> Report:
    evidence = evidence_about(school)
    points = [
        Point(
            row["standard"], row["code"], row["words"], CHECKS[row["check"]](evidence, row["arg"])
        )
        for row in rows_of("standards.csv")
    ]
    titles = list(dict.fromkeys(point.standard for point in points))
    return Report(
        school,
        evidence.now,
        tuple((title, tuple(p for p in points if p.standard == title)) for title in titles),
        Counter(point.finding.status.value for point in points),
        tuple(f"{site.name}: số {site.revision}" for site in evidence.sites),
        bundle_words(evidence),
        evidence.reviewed_at,
    )
