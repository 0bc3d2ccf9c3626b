"""Following a letter: the board, the map, the days, the figures, and tables to take away."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.choices import spoken
from mangnon.directives.exchange import ExchangeRefused
from mangnon.directives.forms.finding import BoardFiltersForm
from mangnon.directives.models import Directive
from mangnon.directives.views import drawing
from mangnon.directives.views.access import letter_of, must, person_of, refused, signed_in, unit_of
from mangnon.directives.views.answers import as_file, slug
from mangnon.units.api import Unit

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def followed(request: HttpRequest, pk: UUID) -> Directive:
    """The letter, for those who may follow it."""
    directive = letter_of(request, pk)
    must(
        perms.can_follow(person_of(request), directive),
        "Chỉ đơn vị giao việc và cơ quan cấp trên xem được bảng theo dõi.",
    )
    return directive


@signed_in
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Units by clauses."""
    directive = letter_of(request, pk)
    if directive.issued_at is None:
        return redirect("letter", pk)
    giver = _giver(request, directive)
    clauses = [
        (str(one.pk), f"{spoken(one.mark, one.order)}. {one.text[:60]}")
        for one in directive.clauses.all()
    ]
    form = BoardFiltersForm(request.GET, clauses=clauses)
    found = api.board(directive, form.filters(PER_PAGE), giver)
    context = {
        "directive": directive,
        "board": found,
        "form": form,
        "page": Paginator(range(found.found), PER_PAGE).get_page(found.page),
        "tab": "board",
        "giver": giver,
        "may_end": perms.can_end(person_of(request), directive),
    }
    return render(request, "directives/board.html", context)


def _giver(request: HttpRequest, directive: Directive) -> Unit | None:
    """None for the issuer's side; a unit that handed work down sees what it handed."""
    if perms.can_follow(person_of(request), directive):
        return None
    unit = unit_of(request)
    work = api.work_of_unit(person_of(request), unit, directive)
    must(any(one.child_count for one in work.works))
    return unit


@signed_in
def on_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = followed(request, pk)
    points = api.map_points(directive)
    context = {
        "directive": directive,
        "points": points,
        "picture": drawing.map_of(directive, points),
        "tab": "board_map",
    }
    return render(request, "directives/map.html", context)


@signed_in
def over_time(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = followed(request, pk)
    line = api.timeline(directive)
    context = {
        "directive": directive,
        "timeline": line,
        "picture": drawing.timeline_of(line),
        "growth": drawing.growth_of(line),
        "parts": drawing.GROWING,
        "tab": "board_timeline",
    }
    return render(request, "directives/timeline.html", context)


@signed_in
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = followed(request, pk)
    context = {"directive": directive, "figures": api.figures(directive), "tab": "board_figures"}
    return render(request, "directives/figures.html", context)


@signed_in
def as_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = followed(request, pk)
    return as_file(api.export_xlsx(directive), XLSX, f"theo-doi-{slug(directive)}.xlsx")


@signed_in
def exchange(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = followed(request, pk)
    try:
        message = api.exchange_message(directive)
    except ExchangeRefused as why:
        return refused(request, why, "board", pk)
    return as_file(message, "application/xml", f"sieu-du-lieu-{slug(directive)}.xml")
