"""Opening a case to read it: the record of the reading is kept before a word is shown."""

from __future__ import annotations

from uuid import UUID

from mangnon.base.audit.api import record
from mangnon.cases.models import Case
from mangnon.cases.queries.visible import Standing, standing_in
from mangnon.units.api import Person


def look_at(*, by: Person, case_id: UUID | str) -> Standing:
    """The case with the person's rights in it, once it is recorded who reads it, in which parts, or
    in need. Raises Case.DoesNotExist alike for what is not there and what is not theirs."""
    seen = standing_in(by, case_id)
    facts = {"parts": sorted(str(part) for part in seen.parts), "in_need": seen.in_need}
    record(by=by, what="case.read", on=seen.case, facts=facts, unit=seen.case.owner_id)
    return seen


def read_case(*, by: Person, case_id: UUID | str) -> Case:
    """The case alone, recorded in the same way."""
    return look_at(by=by, case_id=case_id).case
