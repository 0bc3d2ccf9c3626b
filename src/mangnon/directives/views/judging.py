"""The giver's side: returns to judge and requests for more time to answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.choices import Event, ReturnState
from mangnon.directives.forms.issuing import AnswerForm, SendBackForm
from mangnon.directives.models import Assignment, Directive, Extension
from mangnon.directives.views.access import (
    done,
    letter_of,
    must,
    person_of,
    refused,
    signed_in,
    unit_of,
    version_of,
)
from mangnon.units.api import Person, Unit

PER_PAGE = 50


@signed_in
def waiting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All returns of a letter that wait to be judged; the good ones can be accepted together."""
    directive = letter_of(request, pk)
    unit = unit_of(request)
    if request.method == "POST":
        return _accept(request, directive)
    number = request.GET.get("page", "1")
    filters = api.ReturnFilters(page=int(number) if number.isdecimal() else 1, per_page=PER_PAGE)
    found = api.returns_of(directive, filters, _giver(request, directive))
    context = {
        "directive": directive,
        "found": found,
        "page": Paginator(range(found.found), PER_PAGE).get_page(found.page),
        "may_judge": _may_judge(person_of(request), directive, unit),
        "followed": perms.can_follow(person_of(request), directive),
        "unit": unit,
        "tab": "judging",
    }
    return render(request, "directives/judging.html", context)


def _giver(request: HttpRequest, directive: Directive) -> Unit | None:
    return None if perms.can_follow(person_of(request), directive) else unit_of(request)


def _may_judge(person: Person, directive: Directive, unit: Unit) -> bool:
    """The issuer, or a unit that handed work down; not those who only look on from above."""
    return directive.issuer_id == unit.pk or not perms.can_follow(person, directive)


def _accept(request: HttpRequest, directive: Directive) -> HttpResponse:
    chosen = [int(one) for one in request.POST.getlist("chosen") if one.isdecimal()]
    if not chosen:
        messages.error(request, "Hãy đánh dấu những báo cáo được chấp nhận.")
        return redirect("judging", directive.pk)
    count = api.accept_many(by=person_of(request), unit=unit_of(request), assignment_ids=chosen)
    return done(request, f"Đã chấp nhận {count} báo cáo.", "judging", directive.pk)


@signed_in
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """One return with its evidence: accept it, or send it back with a reason."""
    page = api.assignment_for(person_of(request), unit_of(request), pk)
    one = page.work.assignment
    must(perms.can_judge(person_of(request), one), "Chỉ đơn vị giao việc mới duyệt báo cáo.")
    last = page.work.last_return
    if last is None or last.state != ReturnState.SUBMITTED:
        return redirect("assignment", pk)
    form = SendBackForm(request.POST if request.POST.get("do") == "back" else None)
    if request.method == "POST" and (request.POST.get("do") == "accept" or form.is_valid()):
        return _judged(request, one, form)
    context = {
        "page": page,
        "work": page.work,
        "assignment": one,
        "last": last,
        "form": form,
        "left": _waiting(request, one.directive).found,
    }
    return render(request, "directives/judge.html", context, status=422 if form.errors else 200)


def _judged(request: HttpRequest, one: Assignment, form: SendBackForm) -> HttpResponse:
    accepted = request.POST.get("do") == "accept"
    event = Event.ACCEPT if accepted else Event.SEND_BACK
    try:
        api.apply(
            by=person_of(request),
            unit=unit_of(request),
            assignment_id=one.pk,
            event=event,
            version=version_of(request),
            data={} if accepted else form.cleaned_data,
        )
    except (api.IllegalMove, api.Conflict) as why:
        return refused(request, why, "assignment", one.pk)
    messages.success(request, "Đã chấp nhận báo cáo." if accepted else "Đã trả lại để bổ sung.")
    return _to_the_next(request, one.directive)


def _to_the_next(request: HttpRequest, directive: Directive) -> HttpResponse:
    """On to the next return that waits; back to the list after the last."""
    left = _waiting(request, directive).returns
    return redirect("judge", left[0].assignment_id) if left else redirect("judging", directive.pk)


def _waiting(request: HttpRequest, directive: Directive) -> api.ReturnPage:
    """The oldest return that waits, and how many there are."""
    filters = api.ReturnFilters(per_page=1)
    return api.returns_of(directive, filters, _giver(request, directive))


@signed_in
def extensions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Requests for more time that wait for an answer, each with its form."""
    directive = letter_of(request, pk)
    waiting = api.extensions_waiting(directive, unit_of(request))
    context = {
        "directive": directive,
        "rows": [(one, _answer_form(one)) for one in waiting],
        "followed": perms.can_follow(person_of(request), directive),
        "unit": unit_of(request),
        "tab": "extensions",
    }
    return render(request, "directives/extensions.html", context)


def _answer_form(one: Extension, request: HttpRequest | None = None) -> AnswerForm:
    return AnswerForm(
        request.POST if request else None,
        initial={"granted": "yes", "until": one.until},
        auto_id=f"id_{one.assignment_id}_%s",
    )


@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to one request."""
    page = api.assignment_for(person_of(request), unit_of(request), pk)
    one, asked = page.work.assignment, page.work.waiting_extension
    must(perms.can_judge(person_of(request), one), "Chỉ đơn vị giao việc mới trả lời được.")
    if asked is None:
        messages.info(request, "Đề nghị này đã được trả lời.")
        return redirect("assignment", pk)
    form = _answer_form(asked, request if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, one, form)
    context = {"page": page, "assignment": one, "asked": asked, "form": form}
    return render(request, "directives/answer.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, one: Assignment, form: AnswerForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        api.apply(
            by=person_of(request),
            unit=unit_of(request),
            assignment_id=one.pk,
            event=Event.ANSWER_EXTENSION,
            version=version_of(request),
            data={**given, "granted": given["granted"] == "yes"},
        )
    except (api.IllegalMove, api.Refusal) as why:
        return refused(request, why, "extension_answer", one.pk)
    return done(request, "Đã trả lời đề nghị gia hạn.", "extensions", one.directive_id)
