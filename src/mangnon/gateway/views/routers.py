"""How the routers of a site are set up, by kind; each guide can be read, copied and kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.gateway.forms.fleet import NetworkForm
from mangnon.gateway.models import Site
from mangnon.gateway.queries import sites
from mangnon.gateway.queries.fleet import subnets_of
from mangnon.gateway.routers import GUIDES
from mangnon.gateway.routers.model import BadNetwork, Guide, Network
from mangnon.gateway.views.access import person_of, signed_in

EXAMPLE = "10.0.0.2"


@signed_in
def routers(request: HttpRequest, pk: int) -> HttpResponse:
    """Which router, and where the filter is."""
    site = sites.site_for(person_of(request), pk)
    form = NetworkForm(request.GET or None, initial=_known(site))
    kinds = [(kind, GUIDES[kind](_example(site))) for kind in GUIDES]
    query = f"?{request.GET.urlencode()}" if request.GET and form.is_valid() else ""
    context = {"site": site, "form": form, "kinds": kinds, "query": query}
    return render(request, "gateway/routers.html", context)


@signed_in
def one(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    site = sites.site_for(person_of(request), pk)
    form = NetworkForm(request.GET or None, initial=_known(site))
    context = {"site": site, "form": form, "kind": kind, "query": request.GET.urlencode()}
    try:
        context["guide"] = _guide(request, site, kind)
    except BadNetwork as why:
        context |= {"guide": GUIDES[kind](_example(site)), "why": why, "is_example": True}
    return render(request, "gateway/router.html", context)


@signed_in
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file, with the reasons as comments."""
    site = sites.site_for(person_of(request), pk)
    try:
        guide = _guide(request, site, kind)
    except BadNetwork as why:
        raise Http404 from why
    answer = HttpResponse(guide.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{guide.file_name}"'
    return answer


def _guide(request: HttpRequest, site: Site, kind: str) -> Guide:
    """Raises BadNetwork where the filter's address is not known or none."""
    if kind not in GUIDES:
        raise Http404
    known = _known(site)
    v4 = request.GET.get("dia_chi", known["dia_chi"]).strip()
    v6 = request.GET.get("dia_chi_6", known["dia_chi_6"]).strip()
    return GUIDES[kind](Network(site.unit.name, v4, v6, subnets_of(site)))


def _known(site: Site) -> dict[str, str]:
    """The block page stands on the filter itself, so its address is the filter's."""
    return {"dia_chi": site.page_v4 or "", "dia_chi_6": site.page_v6 or ""}


def _example(site: Site) -> Network:
    return Network(site.unit.name, EXAMPLE)
