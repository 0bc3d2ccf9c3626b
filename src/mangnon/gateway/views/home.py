"""What a person should see first: the own school's filter, or all schools of the reach."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.gateway import perms
from mangnon.gateway.forms.sites import SchoolFilters
from mangnon.gateway.queries import policy, sites
from mangnon.gateway.views.access import must, person_of, signed_in
from mangnon.units.api import Unit

PER_PAGE = 25


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    must(perms.can_see_filters(person))
    own = sites.own_school(person)
    if own is not None:
        return _school(request, own)
    form = SchoolFilters(request.GET)
    found = Paginator(sites.schools_found(person, **form.asked()), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": sites.school_rows(list(page.object_list)),
        "figures": sites.overview(person),
        "releasing": sites.releasing(),
        "steers": perms.can_steer_province(person),
    }
    return render(request, "gateway/home.html", context)


@signed_in
def school(request: HttpRequest, pk: int) -> HttpResponse:
    """One school's filter, for whoever may look."""
    return _school(request, sites.school_for(person_of(request), pk))


def _school(request: HttpRequest, school: Unit) -> HttpResponse:
    groups = sites.groups_of(school)
    context = {
        "school": school,
        "groups": groups,
        "parts": policy.matrix(school, groups),
        "filters": sites.states(sites.sites_shown(person_of(request)).filter(unit=school)),
        "waiting": sites.waiting_at(school)[:5],
        "opened": sites.opened_at(school)[:8],
        "own_rules": len(policy.differences(school)),
        "steers": perms.can_steer_school(person_of(request), school),
    }
    return render(request, "gateway/school.html", context)
