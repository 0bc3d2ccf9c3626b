"""Why is it blocked? The answer of the site's own filter, with every line that spoke."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.gateway import perms
from mangnon.gateway.forms.policy import ExplainForm
from mangnon.gateway.models import Site
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries import policy, sites, verdicts
from mangnon.gateway.views.access import must, person_of, signed_in
from mangnon.kit import clock


@signed_in
def explain(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    must(perms.can_see_filters(person))
    found = {str(site.pk): site for site in sites.sites_found(person, "")}
    asked = "ten" in request.GET
    form = ExplainForm(
        request.GET if asked else None,
        groups=[(key, words.capitalize()) for key, words in GROUPS.items()],
        sites=[(pk, f"{site.unit.label} – {site.name}") for pk, site in found.items()],
        initial={"diem": request.GET.get("diem"), "nhom": request.GET.get("nhom")},
    )
    context: dict[str, Any] = {"form": form, "sites": found}
    if asked and form.is_valid():
        given = form.cleaned_data
        moment = given["luc"] or clock.now()
        site = found[given["diem"]]
        context |= _answer(site, given["nhom"], given["ten"], moment)
        context["may_open"] = perms.can_allow(person, site)
        own = sites.own_school(person) == site.unit
        context["may_say"] = own and perms.can_say_wrong(person, site.unit)
    return render(request, "gateway/explain.html", context, status=422 if form.errors else 200)


def _answer(site: Site, group: str, name: str, moment: datetime) -> dict[str, Any]:
    try:
        said = verdicts.explain(site, group, name, moment)
    except verdicts.NoBundle as why:
        return {"no_bundle": str(why)}
    rule = verdicts.rule_about(site.unit, group, verdicts.deciding(said))
    return {
        "said": said,
        "site": site,
        "moment": moment,
        "letter": said.verdict.value if said.verdict else "",
        "setting": rule,
        "origin": policy.origin(rule, site.unit) if rule else "",
        "paper": verdicts.paper_of(name) if said.category == "ordered" else None,
        "lines": verdicts.named_lines(said),
        "until": datetime.fromisoformat(said.until) if said.until else None,
    }
