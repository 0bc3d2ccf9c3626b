"""Asking another unit to help, or to take the case over; its answers; taking it back.

Until a transfer is accepted the old owner stays responsible; accepted, the owner changes in the
same transaction. The case is locked first, so that of accepting and taking back one wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mangnon.base.notices.api import tell_many
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.beside import must_be_open, note_event, opened_for_work, was_done
from mangnon.cases.actions.escalating import set_clock
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.keeping import hand_on_key, holders, writing_key
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.passing_on import pass_on, take_back
from mangnon.cases.actions.services import set_service
from mangnon.cases.actions.telling import HEADS, audience, message
from mangnon.cases.choices import (
    Consent,
    Part,
    ReferralKind,
    ReferralState,
    ServiceState,
)
from mangnon.cases.models import Case, CaseKey, Referral, Service, Share
from mangnon.cases.queries.places import is_barred_unit
from mangnon.cases.queries.referrals import can_answer_referral, can_revoke_referral
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid, NotAllowed
from mangnon.cases.sealed import referral_place, seal_words
from mangnon.kit import clock
from mangnon.reports.api import Reader, hand_on, recipients
from mangnon.units.api import Person, Unit

R = ReferralState
_SENDS_CASES = frozenset({Part.HEAD, Part.CHAIR})
_SENDS_SERVICES = frozenset({Part.HEAD, Part.CHAIR, Part.WORKER})


@dataclass(frozen=True)
class Answer:
    """One thing to do with a referral: from where, where it ends, whether words are asked for."""

    words: str
    start: tuple[str, ...]
    end: str
    needs_reason: bool = False
    by_sender: bool = False


ANSWERS: dict[str, Answer] = {
    "acknowledge": Answer("Xác nhận đã nhận", (R.SENT,), R.ACKNOWLEDGED),
    "accept": Answer("Nhận hỗ trợ", (R.SENT, R.ACKNOWLEDGED), R.ACCEPTED),
    "reject": Answer("Không nhận", (R.SENT, R.ACKNOWLEDGED), R.REJECTED, needs_reason=True),
    "finish": Answer("Báo đã xong", (R.ACCEPTED,), R.DONE, needs_reason=True),
    "revoke": Answer("Rút lại", (R.SENT, R.ACKNOWLEDGED, R.ACCEPTED), R.REVOKED, True, True),
}


@transaction.atomic
def send_referral(
    *,
    case_id: UUID,
    by: Person,
    unit: Unit,
    kind: str,
    to_unit: Unit,
    words: str,
    token: str,
    reader: Reader | None,
    service: Service | None = None,
) -> Case:
    """Send it. The unit reads these words now, and the work on the case once it accepts.

    Its key goes along, and with a transfer the report's, so that accepting needs nobody else;
    rights still wait for the answer.
    Raises NotAllowed, IllegalMove, Invalid, reports.Locked, Case.DoesNotExist.
    """
    transfer = kind == ReferralKind.TRANSFER
    case = opened_for_work(case_id, by, unit, _SENDS_CASES if transfer else _SENDS_SERVICES)
    if was_done(case, token):
        return case
    _check(case, to_unit, words, transfer=transfer)
    hand_on_key(case, writing_key(case, reader), to_unit)
    if transfer:
        hand_on(report=case.report, unit=to_unit, by=by, reader=reader)
    made = Referral(case=case, kind=kind, to_unit=to_unit, service=service, state=R.SENT)
    made.sent_by, made.sent_at = by, clock.now()
    set_clock(made)
    to = {one.pk: one for one in (*holders(case), *recipients([to_unit]))}
    made.sealed = seal_words(
        None, to.values(), {"text": words.strip()}, referral_place(case.pk, made.pk)
    )
    made.save(force_insert=True)
    number = note_event(case, "referral_sent", by=by, unit=unit, token=token)
    people = seeing(case, to_unit, HEADS)
    tell_many(message(case, one, "case_moved", f"{number}") for one in people)
    return case


def _check(case: Case, to_unit: Unit, words: str, *, transfer: bool) -> None:
    if to_unit.pk == case.owner_id or is_barred_unit(case, to_unit):
        raise Invalid("Không chuyển đến đơn vị này: hãy chọn đơn vị khác.", "to_unit")
    if not words.strip():
        raise Invalid("Hãy ghi cần đơn vị bạn làm gì.", "words")
    waiting = case.referrals.filter(
        kind=ReferralKind.TRANSFER, state__in=[R.DRAFT, R.SENT, R.ACKNOWLEDGED]
    )
    if transfer and waiting.exists():
        raise IllegalMove("Đã có một lần chuyển đơn vị chủ trì đang chờ trả lời.")
    if not transfer and case.consent not in (Consent.GIVEN, Consent.OVERRIDDEN):
        words = "Chưa ghi sự đồng ý chia sẻ: hãy ghi trước khi chuyển tuyến dịch vụ."
        raise IllegalMove(words)


@transaction.atomic
def answer_referral(
    *,
    referral_id: UUID,
    answer: str,
    by: Person,
    version: int,
    reason: str,
    token: str,
    reader: Reader | None = None,
) -> Referral:
    """What the unit asked says, or the sender taking it back.

    Raises NotAllowed, Conflict, IllegalMove, Invalid, Referral.DoesNotExist.
    """
    with for_the_system("the lock, and whom it was sent to"):
        of = Referral.objects.values_list("case", flat=True).get(pk=referral_id)
        case, related = locked_case(of), ("to_unit", "service", "answered_by")
        made = case.referrals.select_related(*related).get(pk=referral_id)
    told = ANSWERS[answer]
    may = can_revoke_referral if told.by_sender else can_answer_referral
    if not may(by, made, case):
        raise NotAllowed("Việc này của đơn vị khác.")
    with for_the_system("an answer after which who answers may see the case no more"):
        return _answered(case, made, told, by, version, reason, token, reader)


def _answered(
    case: Case,
    made: Referral,
    told: Answer,
    by: Person,
    version: int,
    reason: str,
    token: str,
    reader: Reader | None,
) -> Referral:
    if was_done(case, token):
        return made
    must_be_open(case)
    _check_answer(made, told, version, reason)
    unit, before = case.owner if told.by_sender else made.to_unit, case.owner_id
    _write_answer(case, made, told, by)
    if made.kind == ReferralKind.TRANSFER:
        take_back(case, by=by)
        pass_on(case, by=by, reader=reader, before=before)
    words = {"reason": reason.strip()} if reason.strip() else None
    event = f"referral_{told.end}"
    number = note_event(case, event, by=by, unit=unit, token=token, words=words, reader=reader)
    told_people = audience(case, "worker") if not told.by_sender else []
    told_people = told_people or seeing(case, made.to_unit, HEADS)
    tell_many(message(case, one, "case_moved", f"{number}") for one in told_people)
    return made


def _check_answer(made: Referral, told: Answer, version: int, reason: str) -> None:
    if made.version != version or made.state not in told.start:
        now, who = made.get_state_display(), str(made.answered_by or "")
        raise Conflict(made.version, (("Chuyển tuyến", told.words, now),), who)
    if told.needs_reason and not reason.strip():
        raise Invalid("Hãy ghi lý do hoặc kết quả.", "reason")


def _write_answer(case: Case, made: Referral, told: Answer, by: Person) -> None:
    transfer = made.kind == ReferralKind.TRANSFER
    taken_over = transfer and told.end == R.ACCEPTED
    made.state = R.DONE if taken_over else told.end
    made.answered_by, made.answered_at = by, clock.now()
    made.version += 1
    set_clock(made)
    made.save(update_fields=["state", "answered_by", "answered_at", "version", "escalate_at"])
    if taken_over:
        _hand_over(case, made)
    elif told.end == R.ACCEPTED:
        _begin_service(case, made)
    elif told.end == R.DONE:
        _end_service(case, made)
    elif told.end in (R.REJECTED, R.REVOKED):
        _shut(case, made)


def _hand_over(case: Case, made: Referral) -> None:
    """The owner changes here and nowhere else beside the table."""
    Case.objects.filter(pk=case.pk).update(
        owner=made.to_unit, person=None, version=F("version") + 1
    )
    case.owner, case.person, case.version = made.to_unit, None, case.version + 1


def _begin_service(case: Case, made: Referral) -> None:
    if made.service is not None and made.service.state == ServiceState.PLANNED:
        set_service(case, made.service, ServiceState.RUNNING)


def _end_service(case: Case, made: Referral) -> None:
    going = (ServiceState.PLANNED, ServiceState.RUNNING)
    if made.service is not None and made.service.state in going:
        set_service(case, made.service, ServiceState.DONE)
    _shut(case, made)


def _shut(case: Case, made: Referral) -> None:
    """Whoever does not help any more reads no more: neither its share nor its key stays."""
    to = made.to_unit_id
    still = case.referrals.filter(to_unit=to, state__in=[R.SENT, R.ACKNOWLEDGED, R.ACCEPTED])
    if to in (case.owner_id, case.receiver_id) or still.exists():
        return
    shared = Share.objects.filter(case=case, unit=to, ended_at=None)
    if not shared.exists():
        CaseKey.objects.filter(case=case, unit_key__unit=to).delete()
