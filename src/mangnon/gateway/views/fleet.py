"""The filters: how they do, how one comes in, how one is sent off."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mangnon.gateway import perms
from mangnon.gateway.actions import fleet as actions
from mangnon.gateway.forms.fleet import FleetFilters
from mangnon.gateway.queries import fleet as queries
from mangnon.gateway.views.access import done, must, person_of, signed_in

PER_PAGE = 50


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """All filters in a person's reach."""
    person = person_of(request)
    must(perms.can_see_filters(person))
    form = FleetFilters(request.GET)
    found = queries.fleet(person, **form.asked())
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "fleet": found, "page": page, "bare": found.bare[:PER_PAGE]}
    return render(request, "gateway/fleet.html", context)


@signed_in
def gateway(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One filter: what is in force, what is wrong, what was."""
    person = person_of(request)
    found = queries.gateway_seen_by(person, pk)
    alarms = queries.alarms_of(found)
    now = [one for one in alarms if one.ended_at is None]
    newest = queries.newest_bundle()
    context = {
        "gateway": found,
        "state": queries.state_of(found, newest, now),
        "alarms": now,
        "past": [one for one in alarms if one.ended_at],
        "history": queries.history_of(found),
        "doctor": queries.doctor_of(found),
        "newest": newest,
        "steers": perms.can_steer_school(person, found.site.unit),
    }
    return render(request, "gateway/gateway.html", context)


@signed_in
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks once more, then sends the filter off."""
    person = person_of(request)
    found = queries.gateway_seen_by(person, pk)
    must(perms.can_steer_school(person, found.site.unit))
    if request.method == "POST":
        actions.revoke(by=person, gateway=found)
        return done(request, f"Đã thu hồi {found.name}.", "filters_fleet")
    return render(request, "gateway/gateway_revoke.html", {"gateway": found})


@never_cache
@signed_in
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """How a filter comes in; a post makes a code, which is shown on this answer and never again."""
    person = person_of(request)
    site, steers = queries.site_to_steer(person, pk)
    must(steers)
    code = actions.make_code(by=person, site=site) if request.method == "POST" else ""
    hours = int(actions.CODE_LIVES.total_seconds() // 3600)
    context = {"site": site, "code": code, "hours": hours, "address": settings.PUBLIC_URL}
    return render(request, "gateway/enrol.html", context)
