"""What each move writes besides the state: one function for an event, in one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from mangnon.directives.actions.handing import hand_down, hand_on, tell_person, tell_schools
from mangnon.directives.actions.moving import Change, Moving, day
from mangnon.directives.actions.telling import tell_units
from mangnon.directives.choices import Event, ReturnState, State
from mangnon.directives.models import Assignment, Evidence, Extension, Return
from mangnon.directives.refusals import Invalid
from mangnon.directives.workflow import IllegalMove
from mangnon.kit import clock
from mangnon.kit.vietnamese.keys import nfc

T = TypeVar("T")
# The purpose under which the file store keeps what units send with their returns.
EVIDENCE = "evidence"


def said(moving: Moving, name: str, kind: type[T], words: str) -> T:
    """A value that the move needs. Raises Invalid with `words` when it is missing or blank."""
    value = moving.data.get(name)
    if isinstance(value, str):
        value = nfc(value).strip()
    if not isinstance(value, kind) or value == "":
        raise Invalid(words, name)
    return value


def text(moving: Moving, name: str) -> str:
    return nfc(str(moving.data.get(name) or "")).strip()


def acknowledge(moving: Moving) -> Change:
    return Change({"acknowledged_at": clock.now()})


def start(moving: Moving) -> Change:
    return Change()


def progress(moving: Moving) -> Change:
    percent = said(moving, "percent", int, "Hãy ghi tiến độ từ 0 đến 100.")
    if not 0 <= percent <= 100:
        raise Invalid("Tiến độ phải từ 0 đến 100.", "percent")
    note = text(moving, "note")[:500]
    return Change({"percent": percent, "note": note}, f"{percent}% {note}".strip())


def submit(moving: Moving) -> Change:
    """A new round of the return, with its evidence."""
    work = moving.work
    words = said(moving, "text", str, "Hãy ghi kết quả thực hiện.")
    files: Any = moving.data.get("evidence") or []
    if any(file.purpose != EVIDENCE for file in files):
        raise Invalid("Tệp này không phải là tệp minh chứng.", "evidence")
    if work.clause.wants_evidence and not files:
        raise Invalid("Nội dung này cần ít nhất một tệp minh chứng.", "evidence")
    figure: Any = moving.data.get("figure")
    made = Return.objects.create(
        assignment=work,
        round=work.returns.count() + 1,
        text=words,
        figure=figure if isinstance(figure, (int, Decimal)) else None,
        difficulties=text(moving, "difficulties"),
        proposals=text(moving, "proposals"),
        made_by=moving.by,
    )
    Evidence.objects.bulk_create(Evidence(made_for=made, file=file) for file in files)
    return Change({"returned_at": clock.now(), "percent": 100}, f"Lần {made.round}")


def send_back(moving: Moving) -> Change:
    reason = said(moving, "reason", str, "Hãy ghi rõ nội dung cần bổ sung.")[:1000]
    _judge(moving, ReturnState.SENT_BACK, reason)
    return Change({}, reason)


def accept(moving: Moving) -> Change:
    _judge(moving, ReturnState.ACCEPTED, "")
    _close_request(moving, "Kết quả đã được chấp nhận.")
    return Change({"accepted_at": clock.now()})


def _judge(moving: Moving, state: ReturnState, reason: str) -> None:
    waiting = moving.work.returns.filter(state=ReturnState.SUBMITTED)
    waiting.update(state=state, reason=reason, judged_by=moving.by, judged_at=clock.now())


def _close_request(moving: Moving, answer: str) -> None:
    moving.work.extensions.filter(granted=None).update(
        granted=False, answer=answer, answered_by=moving.by, answered_at=clock.now()
    )


def ask_extension(moving: Moving) -> Change:
    until = said(moving, "until", date, "Hãy chọn ngày xin lùi đến.")
    reason = said(moving, "reason", str, "Hãy ghi lý do xin gia hạn.")[:1000]
    if until <= max(moving.work.due_on, clock.today()):
        raise Invalid("Ngày xin lùi đến phải sau hạn hiện nay và sau hôm nay.", "until")
    if moving.work.extensions.filter(granted=None).exists():
        raise Invalid("Đã có một đề nghị gia hạn đang chờ trả lời.", "until")
    Extension.objects.create(assignment=moving.work, until=until, reason=reason, asked_by=moving.by)
    return Change({}, f"Xin lùi từ {day(moving.work.due_on)} đến {day(until)}: {reason}")


def answer_extension(moving: Moving) -> Change:
    """Yes moves the deadline, to the day asked for or to another one; no leaves it."""
    granted = said(moving, "granted", bool, "Hãy chọn đồng ý hoặc không đồng ý.")
    request = moving.work.extensions.filter(granted=None).first()
    if request is None:
        raise IllegalMove("Không có đề nghị gia hạn nào đang chờ trả lời.")
    until = moving.data.get("until") or request.until
    if granted and (not isinstance(until, date) or until <= moving.work.due_on):
        raise Invalid("Hạn mới phải sau hạn hiện nay.", "until")
    answer = text(moving, "answer")[:1000]
    if not granted and not answer:
        raise Invalid("Hãy ghi lý do không đồng ý.", "answer")
    request.granted, request.answer = granted, answer
    request.granted_until = until if granted and isinstance(until, date) else None
    request.answered_by, request.answered_at = moving.by, clock.now()
    request.save()
    if request.granted_until is None:
        return Change({}, f"Không đồng ý: {answer}")
    words = f"Gia hạn từ {day(moving.work.due_on)} đến {day(request.granted_until)}"
    return Change({"due_on": request.granted_until}, words)


def freeze(moving: Moving) -> Change:
    """The work of one unit stops, for example when it was given by mistake."""
    reason = said(moving, "reason", str, "Hãy ghi lý do dừng thực hiện.")[:1000]
    _close_request(moving, "Việc đã dừng thực hiện.")
    return Change({}, reason)


def carry_over(moving: Moving) -> Change:
    raise IllegalMove("Việc được chuyển khi giao văn bản thay thế, không chuyển từng việc một.")


CHANGES: dict[Event, Callable[[Moving], Change]] = {
    Event.ACKNOWLEDGE: acknowledge,
    Event.START: start,
    Event.PROGRESS: progress,
    Event.HAND_ON: hand_on,
    Event.HAND_DOWN: hand_down,
    Event.SUBMIT: submit,
    Event.SEND_BACK: send_back,
    Event.ACCEPT: accept,
    Event.ASK_EXTENSION: ask_extension,
    Event.ANSWER_EXTENSION: answer_extension,
    Event.FREEZE: freeze,
    Event.CARRY_OVER: carry_over,
}


def _tell_receiver(moving: Moving) -> None:
    work = moving.work
    key = f"{moving.move.event}:{work.pk}:{work.version}"
    tell_units({work.unit_id}, moving.move.event, work.directive, key=key, work=work)


def _tell_giver(moving: Moving) -> None:
    work = moving.work
    key = f"{moving.move.event}:{work.pk}:{work.version}"
    tell_units({work.given_by_id}, moving.move.event, work.directive, key=key, work=work)


def _tell_when_all_done(moving: Moving) -> None:
    """One message when the last work of a letter is accepted, not one for each clause."""
    work = moving.work
    rest = Assignment.objects.filter(directive=work.directive_id, unit=work.unit_id)
    if not rest.exclude(state__in=[State.ACCEPTED, State.FROZEN]).exists():
        key = f"accepted:{work.directive_id}:{work.unit_id}"
        tell_units({work.unit_id}, "accepted", work.directive, key=key, work=work)


# Returns are not told one by one: the giver's desk shows them and a daily message counts them.
TELLINGS: dict[Event, Callable[[Moving], None]] = {
    Event.HAND_ON: tell_person,
    Event.HAND_DOWN: tell_schools,
    Event.SEND_BACK: _tell_receiver,
    Event.ACCEPT: _tell_when_all_done,
    Event.ASK_EXTENSION: _tell_giver,
    Event.ANSWER_EXTENSION: _tell_receiver,
    Event.FREEZE: _tell_receiver,
}
