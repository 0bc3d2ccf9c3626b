"""A school's places and the devices of each group there."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mangnon.gateway import perms
from mangnon.gateway.actions.sites import add_client, add_site, edit_site, remove_client
from mangnon.gateway.forms.sites import ClientForm, SchoolFilters, SiteForm
from mangnon.gateway.models import Site
from mangnon.gateway.queries import sites
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in

PER_PAGE = 25


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    must(perms.can_see_filters(person))
    own = sites.own_school(person)
    found = sites.sites_found(person, request.GET.get("q", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": SchoolFilters(request.GET),
        "page": page,
        "rows": sites.states_of(list(page.object_list)),
        "own": own,
        "steers": own is not None and perms.can_steer_school(person, own),
    }
    return render(request, "gateway/sites.html", context)


@signed_in
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new place of a school."""
    person = person_of(request)
    school = sites.school_for(person, pk)
    must(perms.can_steer_school(person, school))
    groups = sites.groups_of(school)
    initial = {"fallback_group": groups[0], "name": "Điểm chính"}
    form = SiteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            site = add_site(by=person, unit=school, facts=form.facts())
        except Invalid as why:
            form.add_error(why.field if why.field in form.fields else None, str(why))
        else:
            return done(request, f"Đã thêm {site.name}.", "filters_site", site.pk)
    context = {"form": form, "school": school}
    return render(request, "gateway/site_edit.html", context, status=422 if form.errors else 200)


@signed_in
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """A place: how its filter does, which devices are in which group; a form adds some."""
    person = person_of(request)
    found = sites.site_for(person, pk)
    steers = perms.can_steer_school(person, found.unit)
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            client = add_client(by=person, site=found, **form.cleaned_data)
        except Invalid as why:
            form.add_error(why.field if why.field in form.fields else None, str(why))
        else:
            words = f"Đã khai báo cho nhóm {client.get_group_display()}."
            if client.kind == "token":
                return done(request, words, "filters_client", found.pk, client.pk)
            return done(request, words, "filters_site", found.pk)
    context = _shown(found) | {"form": form, "steers": steers}
    return render(request, "gateway/site.html", context, status=422 if form.errors else 200)


def _shown(found: Site) -> dict[str, Any]:
    return {
        "site": found,
        "state": sites.states_of([found])[0],
        "clients": sites.clients_of(found),
        "missing": sites.groups_without(found),
    }


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = sites.site_for(person, pk)
    must(perms.can_steer_school(person, found.unit))
    form = SiteForm(request.POST or None, initial=SiteForm.told(found))
    if request.method == "POST" and form.is_valid():
        try:
            edit_site(by=person, site=found, facts=form.facts())
        except Invalid as why:
            form.add_error(why.field if why.field in form.fields else None, str(why))
        else:
            return done(request, "Đã lưu điểm trường.", "filters_site", found.pk)
    context = {"form": form, "school": found.unit, "site": found}
    return render(request, "gateway/site_edit.html", context, status=422 if form.errors else 200)


@signed_in
def client(request: HttpRequest, pk: int, client_pk: int) -> HttpResponse:
    """The path of a device of its own, to copy or to photograph. Only for who keeps the filter:
    whoever knows the path gets its group's rules."""
    person = person_of(request)
    found = sites.site_for(person, pk)
    must(perms.can_steer_school(person, found.unit))
    row = sites.client_of(found, client_pk)
    context = {"site": found, "client": row, "ways": sites.ways_of(row)}
    return render(request, "gateway/client.html", context)


@signed_in
@require_POST
def remove(request: HttpRequest, pk: int, client_pk: int) -> HttpResponse:
    person = person_of(request)
    found = sites.site_for(person, pk)
    remove_client(by=person, client=sites.client_of(found, client_pk))
    return done(request, "Đã bỏ khai báo.", "filters_site", pk)
