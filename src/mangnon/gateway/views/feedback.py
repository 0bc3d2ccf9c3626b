"""Wrong blocks: schools say, the province answers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.gateway.actions import feedback as actions
from mangnon.gateway.forms.orders import WrongAnswerForm, WrongForm
from mangnon.gateway.perms import can_say_wrong, can_see_filters, can_steer_province
from mangnon.gateway.queries import lists, sites
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in
from mangnon.gateway.views.lists import invalid, parts
from mangnon.units.api import Unit, current_unit

PER_PAGE = 25


def _school(request: HttpRequest) -> Unit | None:
    """The school that `?truong=` names, else the one for which the person works now; None where
    the person may not speak for it."""
    person, named = person_of(request), request.GET.get("truong", "")
    unit = current_unit(person)
    if named.isdecimal() and len(named) <= 18:
        unit = sites.school_for(person, int(named))
    return unit if unit is not None and can_say_wrong(person, unit) else None


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What was said, what waits first."""
    person = person_of(request)
    must(can_see_filters(person))
    rows = lists.wrong_blocks_visible_to(person)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "parts": parts(request, "filters_wrong"),
        "steers": can_steer_province(person),
        "school": _school(request),
    }
    return render(request, "gateway/wrong.html", context)


@signed_in
def say(request: HttpRequest) -> HttpResponse:
    """A school says that a name is blocked wrongly; `?ten=` fills the name in."""
    school = _school(request)
    if school is None:
        raise PermissionDenied("Báo chặn nhầm là việc của trường: hãy mở từ trang của một trường.")
    initial = {"name": request.GET.get("ten", "")[:253]}
    form = WrongForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.say_wrong(by=person_of(request), school=school, **form.cleaned_data)
            return done(request, "Đã báo lên tỉnh. Trường sẽ được trả lời.", "filters_wrong")
        except Invalid as why:
            invalid(form, why)
    context = {"form": form, "school": school}
    return render(request, "gateway/wrong_form.html", context, status=422 if form.errors else 200)


@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The province decides; a decision may be changed later."""
    person = person_of(request)
    must(can_steer_province(person))
    wrong = lists.wrong_blocks_visible_to(person).get(pk=pk)
    form = WrongAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            opened = given["opened"] == "yes"
            actions.answer_wrong(by=person, wrong=wrong, opened=opened, answer=given["answer"])
            return done(request, f"Đã trả lời {wrong.said_by.name}.", "filters_wrong")
        except Invalid as why:
            invalid(form, why)
    context = {
        "form": form,
        "wrong": wrong,
        "lists": wrong.lists.all(),
        "others": lists.others_saying(wrong),
    }
    status = 422 if form.errors else 200
    return render(request, "gateway/wrong_answer.html", context, status=status)
