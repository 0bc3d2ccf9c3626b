"""Trying a table on last week's counters before it is set."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.gateway import perms
from mangnon.gateway.choices import Group
from mangnon.gateway.forms.policy import SimulateForm
from mangnon.gateway.queries import policy, rules, sites
from mangnon.gateway.queries.simulating import simulated
from mangnon.gateway.timestore.api import StoreFailed
from mangnon.gateway.views.access import must, person_of, signed_in
from mangnon.units.api import Unit


@signed_in
def simulate(request: HttpRequest) -> HttpResponse:
    """Reads only: the form is sent by GET, so that a trial can be passed on as a link."""
    person = person_of(request)
    must(perms.can_see_filters(person))
    unit = _unit(request)
    group = request.GET.get("nhom", "") or _first_group(unit)
    if group not in Group.values:
        raise Http404
    lines = rules.choices(unit, group)
    form = SimulateForm(request.GET if "thu" in request.GET else None, choices=lines)
    context: dict[str, Any] = {
        "unit": unit,
        "group": group,
        "groups": list(Group.values),
        "form": form,
        "steers": perms.can_steer(person, unit),
    }
    proposed = form.proposed()
    if proposed:
        try:
            context["result"] = simulated(unit, group, proposed)
        except StoreFailed as why:
            context["failed"] = str(why)
    return render(request, "gateway/simulate.html", context)


def _unit(request: HttpRequest) -> Unit:
    """The school that is asked about, else the own one, else the province."""
    person, given = person_of(request), request.GET.get("truong", "")
    if given:
        if not given.isdecimal() or len(given) > 18:
            raise Http404
        return policy.unit_for(person, int(given))
    unit = sites.own_school(person) or policy.province_of(person)
    if unit is None:
        raise Http404
    return unit


def _first_group(unit: Unit) -> str:
    return next((level for level in unit.levels if level in Group.values), Group.THCS)
