"""From clauses and addressees to one row of work for each unit and clause. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mangnon.directives.choices import Part


def expand(
    parties: Iterable[tuple[int, int, str]],
    units_of: Mapping[int, Sequence[int]],
    *,
    leave_out: int,
) -> dict[tuple[int, int], Part]:
    """(clause, unit) -> part, from (clause, addressee, part) and addressee -> units.

    A unit that is meant twice leads if it leads once. `leave_out` is the issuer: nobody reports
    to himself.
    """
    work: dict[tuple[int, int], Part] = {}
    for clause, addressee, part in parties:
        for unit in units_of.get(addressee, ()):
            if unit != leave_out and work.get((clause, unit)) != Part.LEAD:
                work[clause, unit] = Part(part)
    return work
