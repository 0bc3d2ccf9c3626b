"""The counters: what filters report goes in, what charts show comes out. One SQL for both engines.

Charts read hours; minutes are for looking at the present. Days and hours of the day are Vietnam's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mangnon.gateway.timestore.engine import Engine, Row
from mangnon.gateway.timestore.rows import (
    VIETNAM_HOURS,
    Kind,
    RawCount,
    RawTop,
    checked,
    day_of,
    kind_of,
    minute_of,
    moment_of,
)

# None: every site.
Sites = Collection[int] | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers to one group under one word of a category (see `rows`)."""

    who: str
    category: str
    answers: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All answers, and what became of them. `listed`: open although a list has them."""

    asked: int = 0
    blocked: int = 0
    allowed: int = 0
    flagged: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """Answers from `at` on, for a minute, an hour or a day."""

    at: datetime
    asked: int
    blocked: int


@dataclass(frozen=True, slots=True)
class AtHour:
    """Answers on a day (Vietnam) in the hour that begins at `hour` o'clock."""

    on: date
    hour: int
    asked: int
    blocked: int


@dataclass(frozen=True, slots=True)
class OfSite:
    site: int
    asked: int
    blocked: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name that at least five devices of a filter asked for on a day."""

    name: str
    category: str
    answers: int


_BLOCKED = "category <> '' and substr(category, 1, 1) not in ('+', '?', '=')"
_SUMS = f"sum(answers) as asked, sum(case when {_BLOCKED} then answers else 0 end) as blocked"
_DAY_BEGINS = f"hour + {VIETNAM_HOURS} - (hour + {VIETNAM_HOURS}) % 24 - {VIETNAM_HOURS}"
_STEPS = {
    "minute": ("minutes", "minute", "minute"),
    "hour": ("hours", "hour", "hour * 60"),
    "day": ("hours", "hour", f"({_DAY_BEGINS}) * 60"),
}


class Store:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        gateway: str,
        site: int,
        rows: Iterable[RawCount],
        top: Iterable[RawTop],
        ident: str,
        now: datetime,
    ) -> int:
        """Take a report once; again with the same ident it changes nothing. Returns how many rows
        made no sense. rows and top are what was counted since the last report."""
        batch = checked(rows, top, now)
        with self._engine.batch(gateway, ident, minute_of(now)) as put:
            if put is not None:
                put("minutes", [(site, *key, n) for key, n in sorted(batch.minutes.items())])
                put("hours", [(site, *key, n) for key, n in sorted(batch.hours.items())])
                put("names", [(site, *key, n) for key, n in sorted(batch.names.items())])
        return batch.refused

    def by_category(self, sites: Sites, since: datetime, until: datetime) -> list[Counted]:
        """Group by group, word by word."""
        found = self._hours("who, category, sum(answers)", "who, category", sites, since, until)
        return [Counted(*row) for row in found]

    def by_hour(self, sites: Sites, since: datetime, until: datetime) -> list[AtHour]:
        """Day by day, hour by hour; hours without an answer are left out."""
        found = self._hours(f"hour, {_SUMS}", "hour", sites, since, until)
        return [_at_hour(*row) for row in found]

    def by_site(self, sites: Sites, since: datetime, until: datetime) -> list[OfSite]:
        return [OfSite(*row) for row in self._hours(f"site, {_SUMS}", "site", sites, since, until)]

    def series(
        self, sites: Sites, since: datetime, until: datetime, step: str = "day"
    ) -> list[Point]:
        """Along the time, by `minute` (of the last 40 days), `hour` or `day`."""
        table, column, begins = _STEPS[step]
        sql = f"""select {begins} as begins, {_SUMS} from {table}
            where {column} >= :since and {column} < :until{_among(sites)}
            group by begins order by begins"""  # noqa: S608  words of this file
        each = 1 if column == "minute" else 60
        span = {"since": minute_of(since) // each, "until": -(-minute_of(until) // each)}
        return [Point(moment_of(at), *sums) for at, *sums in self._engine.rows(sql, span)]

    def top_names(self, sites: Sites, since: date, until: date, most: int = 20) -> list[Named]:
        """The names most asked for from a day up to another, blocked or flagged."""
        sql = f"""select name, category, sum(answers) as many from names
            where day >= :since and day < :until{_among(sites)}
            group by name, category order by many desc, name limit {int(most)}"""  # noqa: S608
        span = {"since": day_of(since), "until": day_of(until)}
        return [Named(*row) for row in self._engine.rows(sql, span)]

    def sweep(self, now: datetime) -> None:
        """Let go what is older than 40 days (minutes), 90 (names) or 400 (hours)."""
        self._engine.sweep(minute_of(now))

    def _hours(
        self, what: str, keys: str, sites: Sites, since: datetime, until: datetime
    ) -> list[Row]:
        sql = f"""select {what} from hours where hour >= :since and hour < :until{_among(sites)}
            group by {keys} order by {keys}"""  # noqa: S608  words of this file
        span = {"since": minute_of(since) // 60, "until": -(-minute_of(until) // 60)}
        return self._engine.rows(sql, span)


def totals_of(counted: Iterable[Counted]) -> Totals:
    sums = dict.fromkeys(Kind, 0)
    for each in counted:
        sums[kind_of(each.category)] += each.answers
    return Totals(
        asked=sum(sums.values()),
        blocked=sums[Kind.BLOCKED],
        allowed=sums[Kind.ALLOWED],
        flagged=sums[Kind.FLAGGED],
        listed=sums[Kind.LISTED],
    )


def _at_hour(hour: int, asked: int, blocked: int) -> AtHour:
    local = hour + VIETNAM_HOURS
    return AtHour(moment_of(local * 60).astimezone(UTC).date(), local % 24, asked, blocked)


def _among(sites: Sites) -> str:
    """Ids are numbers of our own, so they may stand in the text."""
    if sites is None:
        return ""
    return f" and site in ({', '.join(str(int(site)) for site in sorted(sites)) or '-1'})"
