"""Figures of the filters on screen, to take away, and as the report of a month."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from mangnon.gateway.forms.figures import FiguresForm
from mangnon.gateway.periods import DEFAULT, Period, before, period
from mangnon.gateway.perms import can_see_filters
from mangnon.gateway.queries import figures
from mangnon.gateway.queries.sites import own_school
from mangnon.gateway.timestore.api import StoreFailed
from mangnon.gateway.views.access import must, person_of, signed_in
from mangnon.gateway.views.drawing import by_category, by_day, by_group, by_hour
from mangnon.gateway.views.tables import as_csv, as_file, as_xlsx, sheets_of
from mangnon.kit import clock
from mangnon.units.api import Unit, scope_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest, default: str = DEFAULT) -> tuple[Unit | None, Period]:
    """Who works for a school sees its figures; others all of their reach, or a school of it."""
    person = person_of(request)
    must(can_see_filters(person))
    school = figures.school_asked(person, request.GET.get("truong", "")) or own_school(person)
    return school, period(request.GET.get("ky", default), clock.today())


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    school, span = _asked(request)
    person = person_of(request)
    own = own_school(person)
    schools = [] if own else figures.schools_to_choose(person)
    chosen = {"truong": str(school.pk) if school else "", "ky": span.key}
    context = {
        "school": school,
        "period": span,
        "earlier": before(span, clock.today()),
        "form_": FiguresForm(chosen, schools=schools),
        "choose_school": not own,
        "query": urlencode({key: value for key, value in chosen.items() if value}),
    }
    try:
        found = figures.figures(person, school, span)
    except StoreFailed as why:
        return render(request, "gateway/figures.html", {**context, "failed": why}, status=503)
    drawn = {
        "figures": found,
        "categories": by_category(found),
        "groups": by_group(found),
        "hours": by_hour(found),
        "hour_names": range(24),
        "days": by_day(found),
        "went": figures.change_words(found.totals.blocked, found.totals_before.blocked),
        "took": figures.took_words(found.requests.minutes),
    }
    return render(request, "gateway/figures.html", {**context, **drawn})


@signed_in
def csv(request: HttpRequest) -> HttpResponse:
    school, span = _asked(request)
    sheets = sheets_of(figures.figures(person_of(request), school, span))
    return as_file(as_csv(sheets), "text/csv; charset=utf-8", f"so-lieu-loc-{span.key}.csv")


@signed_in
def xlsx(request: HttpRequest) -> HttpResponse:
    school, span = _asked(request)
    sheets = sheets_of(figures.figures(person_of(request), school, span))
    return as_file(as_xlsx(sheets), XLSX, f"so-lieu-loc-{span.key}.xlsx")


@signed_in
def month(request: HttpRequest) -> HttpResponse:
    """The report of a month, to print: the last one that is over, unless another is asked for."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    school, span = _asked(request, f"{last:%Y-%m}")
    if not span.is_month:
        span = period(f"{last:%Y-%m}", clock.today())
    found = figures.figures(person_of(request), school, span)
    unit = school or scope_of(person_of(request)).home
    context = {
        "figures": found,
        "period": span,
        "earlier": before(span, clock.today()),
        "school": school,
        "unit": unit,
        "today": clock.today(),
        "categories": by_category(found),
        "groups": by_group(found),
        "hours": by_hour(found),
        "hour_names": range(24),
        "went": figures.change_words(found.totals.blocked, found.totals_before.blocked),
        "took": figures.took_words(found.requests.minutes),
    }
    return render(request, "gateway/month.html", context)
