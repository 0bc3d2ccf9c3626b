"""Requests to open a site: a teacher in a lesson answers with one tap; the rest on a page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.gateway import perms
from mangnon.gateway.actions import allowing
from mangnon.gateway.choices import AskState
from mangnon.gateway.forms.asking import (
    LESSON,
    LessonForm,
    OpenForm,
    PassUpForm,
    RefuseForm,
    until_of,
)
from mangnon.gateway.models import Site, UnblockRequest
from mangnon.gateway.queries import asking
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in
from mangnon.kit import clock

PER_PAGE, ANSWERED_DAYS, ANSWERED_SHOWN = 30, 7, 20


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What waits for this person, the most wanted first; what is open; what was answered."""
    person = person_of(request)
    must(perms.can_see_filters(person))
    page = Paginator(asking.waiting_for(person), PER_PAGE).get_page(request.GET.get("page"))
    since = clock.now() - timedelta(days=ANSWERED_DAYS)
    context = {
        "page": page,
        "opened": asking.open_now(person)[:PER_PAGE],
        "up": asking.passed_up(person)[:PER_PAGE],
        "answered": asking.answered(person, since)[:ANSWERED_SHOWN],
        "steers": perms.can_steer_province(person),
        "may_open": asking.sites_to_open(person).exists(),
    }
    return render(request, "gateway/asks.html", context)


@signed_in
@require_POST
def allow_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap: a lesson, or the day, for the group that asked."""
    person = person_of(request)
    asked = asking.request_for(person, pk)
    limits = _limits(request, asked.site)
    until = until_of(request.POST.get("how_long", LESSON), limits, clock.now())
    try:
        opened = allowing.allow(by=person, request=asked, until=until)
    except Invalid as why:
        messages.warning(request, str(why))
        return redirect("filters_asks")
    return done(request, f"{asked.name}: {opened.words}", "filters_asks")


def _limits(request: HttpRequest, site: Site) -> asking.Limits:
    limits = asking.limits_of(person_of(request), site)
    if limits is None:
        raise PermissionDenied("Chỉ giáo viên và cán bộ của trường mở được trang cho học sinh.")
    return limits


@signed_in
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A request with every way to answer it."""
    asked = asking.request_for(person_of(request), pk)
    limits = asking.limits_of(person_of(request), asked.site)
    waits = asked.state in (AskState.WAITING, AskState.PASSED_UP)
    may_answer = waits and limits is not None and perms.can_answer(person_of(request), asked)
    forms_ = _forms(request, limits) if limits is not None else {}
    answer = _answered(request, asked, forms_) if request.method == "POST" else None
    if answer is not None:
        return answer
    bad = next((form for form in forms_.values() if form.errors), None)
    context = {
        "asked": asked,
        "may_answer": may_answer,
        "may_pass_up": asked.state == AskState.WAITING
        and perms.can_pass_up(person_of(request), asked),
        "steers": perms.can_steer_province(person_of(request)),
        "form": bad,
        "several": len(asking.pupils_of(asked.site.unit)) > 1,
        **{f"{key}_form": form for key, form in forms_.items()},
    }
    return render(request, "gateway/ask.html", context, status=422 if bad else 200)


def _forms(request: HttpRequest, limits: asking.Limits) -> dict[str, forms.Form]:
    """The three ways, the sent one with what was said."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    return {
        "open": OpenForm(request.POST if do == "open" else None, limits=limits),
        "refuse": RefuseForm(request.POST if do == "refuse" else None),
        "up": PassUpForm(request.POST if do == "up" else None),
    }


def _answered(
    request: HttpRequest, asked: UnblockRequest, forms_: dict[str, forms.Form]
) -> HttpResponse | None:
    """To the list when it is done; None: the page again with what is wrong."""
    form = forms_.get(request.POST.get("do", ""))
    must(form is not None, "Anh/chị không trả lời được đề nghị này.")
    if form is None or not form.is_valid():
        return None
    try:
        words = _done(request, asked, form)
    except Invalid as why:
        form.add_error(why.field if why.field in form.fields else None, str(why))
        return None
    return done(request, words, "filters_asks")


def _done(request: HttpRequest, asked: UnblockRequest, form: forms.Form) -> str:
    person = person_of(request)
    if isinstance(form, OpenForm):
        want = form.wanted()
        opened = allowing.allow(
            by=person, request=asked, until=want.until, all_pupils=want.all_pupils, why=want.why
        )
        return f"{asked.name}: {opened.words}"
    if isinstance(form, RefuseForm):
        allowing.refuse(by=person, request=asked, why=form.words())
        return f"Không mở {asked.name}."
    allowing.pass_up(by=person, request=asked, why=form.cleaned_data["why"])
    return f"Đã chuyển đề nghị mở {asked.name} lên tỉnh."


@signed_in
def open_for_lesson(request: HttpRequest) -> HttpResponse:
    """Open something before anybody asks. With several sites, the site is chosen first."""
    person = person_of(request)
    sites = list(asking.sites_to_open(person)[:500])
    must(bool(sites), "Chỉ giáo viên và cán bộ của trường mở được trang cho học sinh.")
    wanted = request.GET.get("diem", "")
    if wanted.isdigit():
        site = asking.site_to_open(person, int(wanted))
    elif len(sites) == 1:
        site = sites[0]
    else:
        return render(request, "gateway/open_where.html", {"sites": sites})
    form = LessonForm(
        request.POST if request.method == "POST" else None,
        limits=_limits(request, site),
        things=asking.openable(person, site),
        groups=asking.pupils_of(site.unit),
    )
    if form.is_valid() and (words := _opened(request, site, form)):
        return done(request, words, "filters_asks")
    context = {"form": form, "site": site}
    return render(request, "gateway/open.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, site: Site, form: LessonForm) -> str:
    """The words for the next page; blank when it was refused, and the form says why."""
    want = form.wanted()
    try:
        opened = allowing.open_for_lesson(
            by=person_of(request),
            site=site,
            group=form.cleaned_data["group"],
            what=form.what,
            until=want.until,
            why=want.why,
            all_pupils=want.all_pupils,
        )
    except Invalid as why:
        fields = {"what": "name" if form.cleaned_data["name"] else "thing"}
        field = fields.get(why.field, why.field)
        form.add_error(field if field in form.fields else None, str(why))
        return ""
    return opened.words


@signed_in
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut again what was opened."""
    allowance = asking.allowance_for(person_of(request), pk)
    allowing.end_allowance(by=person_of(request), allowance=allowance)
    return done(request, "Đã đóng lại.", "filters_asks")
