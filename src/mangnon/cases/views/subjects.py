"""Requests of people about the data kept of them: what came, its clocks, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.cases.actions.subject_words import AskedWords, read_request
from mangnon.cases.actions.subjects import (
    answer_first,
    extend_request,
    finish_request,
    kept_because,
    prove_identity,
    record_request,
)
from mangnon.cases.choices import SubjectResult
from mangnon.cases.forms.asking import SubjectEndForm, SubjectForm
from mangnon.cases.forms.notes import ReasonForm
from mangnon.cases.models import SubjectRequest
from mangnon.cases.papers import LetterDate, Letterhead
from mangnon.cases.papers.replying import Reply, reply_docx, reply_pdf
from mangnon.cases.perms import working_at
from mangnon.cases.queries.subjects import (
    ERASING,
    can_decide_request,
    request_for,
    requests_done,
    requests_open,
)
from mangnon.cases.refusals import Invalid
from mangnon.cases.subjects import grounds, subject_rules
from mangnon.cases.views.access import (
    done,
    number_in,
    person_of,
    reader_or_none,
    signed_in,
    unlocking,
)
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import reader_of

_SHOWN_DONE = 20
_KINDS = {
    "docx": (
        reply_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (reply_pdf, "application/pdf"),
}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the first to run out on top; what was done last."""
    person = person_of(request)
    context = {
        "waiting": list(requests_open(person)),
        "ended": list(requests_done(person)[:_SHOWN_DONE]),
        "rules": [(_kind_words(rule.kind), rule) for rule in subject_rules().values()],
    }
    return render(request, "cases/subjects.html", context)


def _kind_words(kind: str) -> str:
    return str(SubjectRequest(kind=kind).get_kind_display())


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Write down what came by letter, at the desk, or from who holds a receipt."""
    person = person_of(request)
    form = SubjectForm(request.POST or None, units=working_at(person))
    if form.is_valid():
        said = {**form.cleaned_data, "unit": form.units[form.cleaned_data["unit"]]}
        try:
            made = record_request(by=person, **said)
            return done(request, f"Đã ghi yêu cầu {made.number}.", "subject_request", made.pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    context = {"form": form}
    return render(request, "cases/subject_new.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request; its steps are buttons of one page."""
    person = person_of(request)
    asked = request_for(person, pk)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    extend = ReasonForm(request.POST if do == "extend" else None, prefix="them")
    end = SubjectEndForm(request.POST if do == "finish" else None, kind=asked.kind)
    try:
        if said := _done(request, asked, do, extend, end):
            return done(request, said, "subject_request", pk)
    except Invalid as why:
        form = extend if do == "extend" else end
        form.add_error(why.field or None, str(why))
    context = {
        "asked": asked,
        "rule": subject_rules()[asked.kind],
        "ground": grounds().get(asked.ground),
        "said": read_request(reader_or_none(request), asked),
        "unlock": unlocking(request),
        "may": asked.done_at is None and can_decide_request(person, asked),
        "extend": extend,
        "end": end,
        "kept": kept_because(asked.case) if asked.case and asked.kind in ERASING else "",
        "last": asked.due_at - timedelta(seconds=1),
        "answer_last": asked.answer_due_at - timedelta(seconds=1),
        "form": extend if extend.errors else end,
    }
    wrong = extend.errors or end.errors
    return render(request, "cases/subject.html", context, status=422 if wrong else 200)


def _done(
    request: HttpRequest,
    asked: SubjectRequest,
    do: str,
    extend: ReasonForm,
    end: SubjectEndForm,
) -> str:
    """Do what the button says and give the words for it; empty when there is nothing to do."""
    told: dict[str, Any] = {
        "by": person_of(request),
        "request_id": asked.pk,
        "version": number_in(request.POST.get("version", "")),
    }
    plain: dict[str, tuple[Callable[..., object], str]] = {
        "answer": (answer_first, "Đã ghi là đã trả lời lần đầu."),
        "prove": (prove_identity, "Đã ghi là đã kiểm tra giấy tờ."),
    }
    if do in plain:
        action, words = plain[do]
        action(**told)
        return words
    if do == "extend" and extend.is_valid():
        extend_request(**told, reason=extend.cleaned_data["reason"])
        return "Đã gia hạn."
    if do == "finish" and end.is_valid():
        finish_request(**told, **end.cleaned_data)
        return "Đã ghi kết quả."
    return ""


@signed_in
@require_safe
def letter(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The answer as a letter under the head of the unit, to be signed."""
    if kind not in _KINDS:
        raise Http404
    asked = request_for(person_of(request), pk)
    said = read_request(reader_of(request), asked)
    if said is None:
        raise NotOpened("Không mở được: nội dung này không dành cho đơn vị của anh/chị.")
    made, mime = _KINDS[kind]
    response = HttpResponse(made(_reply(asked, said), _head(asked)), content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{asked.number}.{kind}"'
    return response


def _reply(asked: SubjectRequest, said: AskedWords) -> Reply:
    ground = grounds().get(asked.ground)
    return Reply(
        number=asked.number,
        name=said.name,
        kind=asked.get_kind_display(),
        received_on=clock.local(asked.received_at).date(),
        due_on=clock.local(asked.due_at - timedelta(seconds=1)).date(),
        result=str(SubjectResult(asked.result).label) if asked.result else "",
        ground=ground.words if ground else "",
        article=ground.article if ground else "",
        text=said.answer,
    )


def _head(asked: SubjectRequest) -> Letterhead:
    now, unit = clock.local(clock.now()), asked.unit
    place = unit.commune.name if unit.commune else None
    date = LetterDate(None, now.month, now.year)
    return Letterhead(issuer=unit.name, place=place, date=date)
