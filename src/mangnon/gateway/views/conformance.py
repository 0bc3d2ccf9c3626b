"""A school's filter against the standards, on screen and on paper."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.gateway import perms
from mangnon.gateway.actions.reviewing import note_review
from mangnon.gateway.forms.sites import SchoolFilters
from mangnon.gateway.queries import conformance, sites
from mangnon.gateway.queries.checks import HONEST
from mangnon.gateway.views.access import done, must, person_of, signed_in

PER_PAGE = 25


@signed_in
def entrance(request: HttpRequest) -> HttpResponse:
    """The own school's page, or the schools to choose from."""
    person = person_of(request)
    must(perms.can_see_filters(person))
    own = sites.own_school(person)
    if own is not None:
        return redirect("filters_conformance_of", own.pk)
    form = SchoolFilters(request.GET)
    found = sites.schools_found(person, words=form.asked()["words"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "gateway/conformance_list.html", {"form": form, "page": page})


@signed_in
def school(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = sites.school_for(person, pk)
    context = {
        "report": conformance.report_about(found),
        "limits": HONEST,
        "steers": perms.can_steer_school(person, found),
    }
    return render(request, "gateway/conformance.html", context)


@signed_in
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    note_review(by=person, school=sites.school_for(person, pk))
    return done(request, "Đã ghi nhận lần rà soát này.", "filters_conformance_of", pk)
