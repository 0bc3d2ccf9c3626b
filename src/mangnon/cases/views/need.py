"""Beyond the usual: reading in need, asking who the reporter is, and who judges either."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mangnon.cases.actions.glass import break_glass, judge_glass
from mangnon.cases.actions.identity import answer_identity, ask_identity
from mangnon.cases.forms.notes import GlassForm, ReasonForm
from mangnon.cases.models import Case
from mangnon.cases.queries.visible import case_for, glasses_to_judge, identity_to_answer
from mangnon.cases.refusals import Invalid
from mangnon.cases.views.access import done, person_of, signed_in

_NO_CASE = "Không có vụ việc nào mang số này mà anh/chị được mở."


@signed_in
def need(request: HttpRequest) -> HttpResponse:
    """Open a case in need by its number; below, what waits for a supervisor's judgement."""
    person = person_of(request)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            glass = break_glass(by=person, number=said["number"], reason=said["reason"])
            words = f"Đang mở khi cần đến {glass.until:%H:%M}. Đầu mối tỉnh đã được báo."
            return done(request, words, "case", glass.case_id)
        except Case.DoesNotExist:
            form.add_error("number", _NO_CASE)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    context = {
        "form": form,
        "glasses": list(glasses_to_judge(person)),
        "asked": list(identity_to_answer(person)),
    }
    return render(request, "cases/need.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether it was right to open; wrong shuts it at once."""
    person = person_of(request)
    right = request.POST.get("do") == "right"
    judge_glass(by=person, glass=glasses_to_judge(person).get(pk=pk), right=right)
    return done(request, "Đã ghi kết quả xét.", "case_need")


@signed_in
def identity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask who the reporter is; another person grants it or not."""
    person = person_of(request)
    case = case_for(person, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_identity(by=person, case_id=case.pk, reason=form.cleaned_data["reason"])
            return done(request, "Đã gửi đề nghị đến đầu mối tỉnh.", "case", pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    context = {"case": case, "form": form, "title": "Đề nghị biết người báo tin"}
    return render(request, "cases/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    granted = request.POST.get("do") == "grant"
    answer_identity(by=person, asked=identity_to_answer(person).get(pk=pk), granted=granted)
    return done(request, "Đã trả lời đề nghị.", "case_need")
