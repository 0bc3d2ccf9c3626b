"""How long what a case says is kept. Pure: the rows are data, days are handed in.

After the time the sealed words and their keys are erased; the row with its states stays for the
statistics, which name nobody. A legal hold stops the time, whatever the class.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "retention.csv"


@dataclass(frozen=True)
class Retention:
    """One row of `data/retention.csv`. `certainty` unchecked: shown as “chưa đối chiếu”.

    `on_request`: "yes" when somebody whose data it is may have it erased before.
    """

    retention: str
    words: str
    years: int
    counted_from: str
    on_request: str
    source: str
    certainty: str

    @property
    def is_checked(self) -> bool:
        return self.certainty == "checked"


@cache
def retentions() -> dict[str, Retention]:
    """The classes by code, in the order in which they are offered."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["retention"]: Retention(**{**row, "years": int(row["years"])}) for row in rows}  # type: ignore[arg-type]


LONGEST = "crime"
# Of reports that became no case; of all others: what a child may still ask for.
_OF_REPORTS = {"no_action": "not_confirmed"}


def kept_until(retention: str, closed_on: date) -> date:
    """The last day on which the words are there. An unknown class is kept as the longest."""
    rule = retentions().get(retention) or retentions()[LONGEST]
    try:
        return closed_on.replace(year=closed_on.year + rule.years)
    except ValueError:  # 29 February
        return closed_on.replace(year=closed_on.year + rule.years, month=3, day=1)


def report_class(state: str) -> str:
    """The class of a report that ended in this state without a case."""
    return _OF_REPORTS.get(state, "child")


def goes_on_request(retention: str) -> bool:
    """Whether the words may go before their time when the person asks. An unknown class may not."""
    rule = retentions().get(retention)
    return rule is not None and rule.on_request == "yes"


def is_over(retention: str, closed_on: date, today: date) -> bool:
    return today > kept_until(retention, closed_on)
