"""The poster of a school or a commune as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from mangnon.reports.posters import poster_of
from mangnon.reports.queries.places import place_of_code
from mangnon.reports.views.access import person_of, signed_in
from mangnon.units.api import scope_of


@signed_in
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever works there or above it, to print and hang up."""
    place = place_of_code(code)
    if place is None or not scope_of(person_of(request)).covers(place):
        raise Http404
    response = HttpResponse(poster_of(place), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="to-dan-{place.code}.pdf"'
    return response
