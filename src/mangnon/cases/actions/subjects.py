"""Requests of people about the data kept of them: written down, answered, done or refused in time.

Nothing that the law keeps is destroyed by one: erasing goes the way of retention, never for a case
that is being worked on or is held, and is decided by another than who wrote the request down.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.glass import reason_of
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.retaining import erase_reports, wipe
from mangnon.cases.choices import Asker, Consent, SubjectKind, SubjectResult
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import Case, SubjectRequest
from mangnon.cases.perms import working_at
from mangnon.cases.queries.subjects import (
    ERASING,
    can_decide_request,
    can_record_request,
    requests_visible_to,
)
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.cases.refusals import Invalid, NotAllowed, Refusal
from mangnon.cases.retention import goes_on_request
from mangnon.cases.sealed import seal_words
from mangnon.cases.subjects import (
    answer_due,
    done_due,
    grounds_for,
    next_alarm,
    subject_rules,
)
from mangnon.directives.api import days_off
from mangnon.kit import clock
from mangnon.kit.shamir import ALPHABET
from mangnon.reports.api import recipients
from mangnon.units.api import Person, Unit

_NO = "Anh/chị không xử lý yêu cầu này."
_ATTEMPTS = 6
LONGEST = 4000


def asked_place(pk: UUID) -> str:
    """The context to which the words of a request are bound."""
    return f"subject:{pk}:asked"


def answer_place(pk: UUID) -> str:
    return f"subject:{pk}:answer"


def record_request(
    *,
    by: Person,
    unit: Unit,
    kind: str,
    asker: str,
    way: str,
    name: str,
    representative: str,
    contact: str,
    words: str,
    proved: bool,
    received_at: datetime,
    case_number: str,
    token: str,
) -> SubjectRequest:
    """Write down a request that came; its clocks run from when it came. One token, one request.

    Raises NotAllowed, Invalid.
    """
    if not can_record_request(by) or unit not in working_at(by):
        raise NotAllowed("Anh/chị không ghi yêu cầu về dữ liệu cho đơn vị này.")
    said = {"name": name, "representative": representative, "contact": contact, "words": words}
    said = {key: value.strip()[:LONGEST] for key, value in said.items()}
    _check(said, asker, received_at)
    case = _case_of(by, case_number)
    fields = {"kind": SubjectKind(kind), "asker": Asker(asker), "way": way, "proved": proved}
    for _ in range(_ATTEMPTS):
        if again := SubjectRequest.objects.filter(token=token).first():
            return again
        try:
            return _write(by, unit, case, fields, said, received_at, token)
        except IntegrityError:  # the same form in another tab, or a number that is taken
            continue
    raise RuntimeError("no free number for a request")


def _check(said: dict[str, str], asker: str, received_at: datetime) -> None:
    if not said["name"]:
        raise Invalid("Hãy ghi tên người yêu cầu.", "name")
    if not said["words"]:
        raise Invalid("Hãy ghi điều được yêu cầu.", "words")
    if asker == Asker.CHILD and not said["representative"]:
        raise Invalid(
            "Trẻ yêu cầu cùng người đại diện: hãy ghi tên người đại diện.", "representative"
        )
    if received_at > clock.now():
        raise Invalid("Thời điểm nhận không thể ở sau bây giờ.", "received_at")


def _case_of(by: Person, number: str) -> Case | None:
    if not number.strip():
        return None
    found = cases_visible_to(by).filter(number=number.strip().upper()).first()
    if found is None:
        raise Invalid("Không có vụ việc nào mang số này mà anh/chị được mở.", "case_number")
    return found


@transaction.atomic
def _write(
    by: Person,
    unit: Unit,
    case: Case | None,
    fields: dict[str, object],
    said: dict[str, str],
    received_at: datetime,
    token: str,
) -> SubjectRequest:
    kind = str(fields["kind"])
    answer, due = answer_due(kind, received_at, days_off()), done_due(kind, received_at)
    made = SubjectRequest(
        **fields,
        number=_number(),
        token=token,
        case=case,
        unit=unit,
        recorded_by=by,
        received_at=received_at,
        answer_due_at=answer,
        due_at=due,
        next_alarm_at=next_alarm(received_at, answer, due, received_at),
    )
    made.sealed = seal_words(None, recipients([unit]), said, asked_place(made.pk))
    made.save(force_insert=True)
    record(by=by, what="subject.recorded", on=made, facts={"kind": kind}, unit=unit)
    return made


def _number() -> str:
    """`YC2611-7K4QXM`: drawn, as the numbers of cases are."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"YC{clock.today():%y%m}-{drawn}"


@transaction.atomic
def answer_first(*, by: Person, request_id: UUID, version: int) -> SubjectRequest:
    """The first answer went out: that it came and until when it is done. Raises NotAllowed."""
    asked = _locked(by, request_id, version)
    if asked.answered_at is not None:
        return asked
    asked.answered_at = clock.now()
    _wait_on(asked)
    return _saved(asked, by, "subject.answered")


@transaction.atomic
def extend_request(*, by: Person, request_id: UUID, version: int, reason: str) -> SubjectRequest:
    """Once, by as much again, while there is time. Raises NotAllowed, Invalid, Refusal."""
    asked = _locked(by, request_id, version)
    words = reason_of(reason)
    if asked.extended_at is not None:
        raise Refusal("Yêu cầu này đã được gia hạn một lần.")
    if clock.now() >= asked.due_at:
        raise Refusal("Đã quá hạn thực hiện nên không gia hạn được nữa.")
    asked.extended_at, asked.extend_reason = clock.now(), words
    asked.due_at = done_due(asked.kind, asked.received_at, extended=True)
    _wait_on(asked)
    return _saved(asked, by, "subject.extended")


@transaction.atomic
def finish_request(
    *, by: Person, request_id: UUID, version: int, result: str, ground: str, words: str
) -> SubjectRequest:
    """Done, done in part, or refused with a ground that the law knows; `words` is the answer.

    Raises NotAllowed, Invalid, Refusal.
    """
    asked = _locked(by, request_id, version)
    text = words.strip()[:LONGEST]
    if not text:
        raise Invalid("Hãy ghi nội dung trả lời.", "words")
    asked.ground = _ground(asked, result, ground)
    if result != SubjectResult.REFUSED and not asked.proved:
        raise Invalid("Chưa kiểm tra giấy tờ của người yêu cầu nên chưa thực hiện được.", "result")
    if result == SubjectResult.GRANTED:
        _do(asked, by)
    asked.result, asked.done_by, asked.done_at = SubjectResult(result), by, clock.now()
    asked.answered_at = asked.answered_at or asked.done_at
    asked.next_alarm_at = None
    holders = recipients([asked.unit])
    asked.answer = seal_words(None, holders, {"text": text}, answer_place(asked.pk))
    return _saved(asked, by, "subject.done")


@transaction.atomic
def prove_identity(*, by: Person, request_id: UUID, version: int) -> SubjectRequest:
    """The papers of who asks were seen. Raises NotAllowed."""
    asked = _locked(by, request_id, version)
    asked.proved = True
    return _saved(asked, by, "subject.proved")


def _ground(asked: SubjectRequest, result: str, ground: str) -> str:
    if result == SubjectResult.GRANTED:
        return ""
    if ground not in {one.ground for one in grounds_for(asked.kind)}:
        raise Invalid("Hãy chọn lý do mà pháp luật cho phép.", "ground")
    return ground


def _do(asked: SubjectRequest, by: Person) -> None:
    """What the system itself does of it, or must find done."""
    if asked.kind in ERASING:
        _erase(asked, by)
    if asked.kind == SubjectKind.WITHDRAW and asked.case and asked.case.consent == Consent.GIVEN:
        raise Invalid("Hãy ghi việc rút sự đồng ý trong vụ việc trước.", "result")


def _erase(asked: SubjectRequest, by: Person) -> None:
    if asked.recorded_by_id == by.pk:
        raise Invalid("Xóa dữ liệu cần người khác với người ghi yêu cầu quyết định.", "result")
    if asked.case_id is None:
        return
    case = locked_case(asked.case_id)
    if why := kept_because(case):
        raise Invalid(why, "result")
    wipe(case, by=by)
    erase_reports(case.report_id, by=by, asked=asked)


def kept_because(case: Case) -> str:
    """Why the words of a case may not be erased on request; empty when they may."""
    if case.state not in FINAL:
        return "Vụ việc đang xử lý nên chưa xóa được: hãy từ chối hoặc thực hiện một phần."
    if case.held:
        return "Hồ sơ đang được giữ lại theo yêu cầu pháp lý nên không xóa được."
    if case.report.held:
        return "Tin báo của hồ sơ đang được giữ lại theo yêu cầu pháp lý nên không xóa được."
    if not goes_on_request("mistake" if case.state == "void" else case.retention):
        return "Hồ sơ thuộc nhóm phải lưu giữ đến hết hạn nên không xóa được."
    return ""


def _locked(by: Person, request_id: UUID, version: int) -> SubjectRequest:
    """The row, held; for somebody who decides, as the page showed it, and not yet done."""
    with for_the_system("the lock"):
        SubjectRequest.objects.select_for_update().only("pk").get(pk=request_id)
    asked = requests_visible_to(by).select_related("unit", "case").filter(pk=request_id).first()
    if asked is None or not can_decide_request(by, asked):
        raise NotAllowed(_NO)
    if asked.done_at is not None:
        raise Refusal("Yêu cầu này đã được trả lời xong.")
    if asked.version != version:
        raise Refusal("Có người đã xử lý yêu cầu này trước anh/chị: hãy mở lại trang.")
    return asked


def _wait_on(asked: SubjectRequest) -> None:
    """The next mark of the clocks that still run."""
    answer = None if asked.answered_at else asked.answer_due_at
    asked.next_alarm_at = next_alarm(asked.received_at, answer, asked.due_at, clock.now())


def _saved(asked: SubjectRequest, by: Person, what: str) -> SubjectRequest:
    asked.version += 1
    asked.save()
    facts = {"kind": asked.kind, "result": asked.result, "ground": asked.ground}
    record(by=by, what=what, on=asked, facts=facts, unit=asked.unit_id)
    return asked


def forget_old_requests() -> int:
    """Words of requests done long ago go; the row with its times stays for the figures."""
    now, gone = clock.now(), 0
    for rule in subject_rules().values():
        until = now.replace(year=now.year - rule.kept_years, day=min(now.day, 28))
        old = SubjectRequest.objects.filter(kind=rule.kind, done_at__lt=until)
        gone += old.exclude(sealed=b"").update(sealed=b"", answer=b"", version=F("version") + 1)
    return gone
