"""Where a case stands, told from the record of its moves alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mangnon.cases.choices import Consent, Content, Crime, Region, Separation, State

START: dict[Region, str] = {
    Region.MAIN: State.INTAKE,
    Region.SEPARATION: Separation.NONE,
    Region.CRIME: Crime.NONE,
    Region.CONTENT: Content.NONE,
    Region.CONSENT: Consent.NONE,
}


class BrokenRecord(Exception):
    """A row does not follow from the rows before it."""


def replayed(rows: Iterable[Mapping[str, object]]) -> dict[Region, str]:
    """The states after all `facts` of audit rows, in order: each has region, from, to, number.

    Raises BrokenRecord where a row does not start where the one before it ended.
    """
    states = dict(START)
    for number, row in enumerate(rows, start=1):
        region = Region(str(row["region"]))
        if states[region] != row["from"] or row["number"] != number:
            raise BrokenRecord(f"bước {number}: {row}")
        states[region] = str(row["to"])
    return states
