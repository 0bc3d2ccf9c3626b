"""Opening a case to read it: the record of the reading is kept before a word is shown."""

from __future__ import annotations

from uuid import UUID

from mangnon.base.audit.api import record
from mangnon.cases.models import Case
from mangnon.cases.perms import has_open_glass, parts_of
from mangnon.cases.queries.visible import case_for
from mangnon.units.api import Person


def read_case(*, by: Person, case_id: UUID | str) -> Case:
    """The case, once it is recorded who reads it, in which parts, or in need.

    Raises Case.DoesNotExist alike for what is not there and what is not theirs.
    """
    case = case_for(by, case_id)
    facts = {
        "parts": sorted(str(part) for part in parts_of(by, case)),
        "in_need": has_open_glass(by, case),
    }
    record(by=by, what="case.read", on=case, facts=facts, unit=case.owner_id)
    return case
