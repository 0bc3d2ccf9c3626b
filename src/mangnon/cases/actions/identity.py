"""Who the reporter is: one asks with a reason, another grants it, and only for a while."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import tell_many
from mangnon.cases.actions.glass import reason_of
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.telling import audience, message
from mangnon.cases.models import IdentityRequest
from mangnon.cases.perms import can_answer_identity, can_ask_identity, can_see
from mangnon.cases.refusals import NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

LASTS = timedelta(hours=24)


@transaction.atomic
def ask_identity(*, by: Person, case_id: UUID, reason: str) -> IdentityRequest:
    """Ask; a question that waits already is the same one. Raises NotAllowed, Invalid."""
    case = locked_case(case_id)
    if not can_ask_identity(by, case):
        raise NotAllowed("Anh/chị không được hỏi người báo tin của vụ việc này.")
    words = reason_of(reason)
    if waiting := case.identity_requests.filter(asked_by=by, granted=None).first():
        return waiting
    asked = IdentityRequest.objects.create(
        case=case, asked_by=by, reason=words, asked_at=clock.now()
    )
    facts = {"request": asked.pk}
    record(by=by, what="case.identity_asked", on=case, facts=facts, unit=case.owner_id)
    others = [person for person in audience(case, "supervisor") if person != by]
    tell_many(message(case, one, "case_moved", f"identity:{asked.pk}") for one in others)
    return asked


@transaction.atomic
def answer_identity(*, by: Person, asked: IdentityRequest, granted: bool) -> None:
    """Grant it for a day, or refuse it; once, and never to oneself. Raises NotAllowed."""
    case = locked_case(asked.case_id)
    if not can_answer_identity(by, asked):
        raise NotAllowed("Anh/chị không trả lời đề nghị này.")
    now = clock.now()
    waiting = IdentityRequest.objects.filter(pk=asked.pk, granted=None)
    until = now + LASTS if granted else None
    if waiting.update(granted=granted, answered_by=by, answered_at=now, until=until) != 1:
        raise NotAllowed("Đề nghị này đã được trả lời.")
    facts = {"request": asked.pk, "granted": granted}
    record(by=by, what="case.identity_answered", on=case, facts=facts, unit=case.owner_id)
    if can_see(asked.asked_by, case):
        tell_many([message(case, asked.asked_by, "case_moved", f"identity:{asked.pk}:answer")])
