"""A school says that it looked its filter over against the standards."""

from __future__ import annotations

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.gateway.perms import can_steer_school
from mangnon.gateway.queries.conformance import report_about
from mangnon.gateway.queries.evidence import REVIEWED
from mangnon.gateway.refusals import NotAllowed
from mangnon.units.api import Person, Unit


@transaction.atomic
def note_review(*, by: Person, school: Unit) -> None:
    """Into the record, with how much was met that day. Raises NotAllowed."""
    if not can_steer_school(by, school):
        raise NotAllowed("Anh/chị không có quyền ghi nhận rà soát của trường này.")
    report = report_about(school)
    facts = {"met": report.met, "unmet": report.unmet, "beyond": report.beyond}
    record(by=by, what=REVIEWED, on=school, facts=facts)
