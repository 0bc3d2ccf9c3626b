"""The letter itself: its text, and the pages of the file that came in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.base.files import api as files
from mangnon.directives import api, perms
from mangnon.directives.models import Directive
from mangnon.directives.views.access import letter_of, person_of, signed_in, unit_of
from mangnon.directives.views.paper import count_pages, page_image
from mangnon.units.api import Person


@signed_in
def letter_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter to read, for everybody who may see it."""
    directive = letter_of(request, pk)
    context = {
        "directive": directive,
        "pages": source_pages(person_of(request), directive),
        "may_follow": perms.can_follow(person_of(request), directive),
        "attached": api.attached_to(directive.pk, person_of(request)),
        "has_work": bool(api.work_of_unit(person_of(request), unit_of(request), directive).works),
    }
    return render(request, "directives/letter.html", context)


@signed_in
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A picture of one page of the original, made once and kept by the browser."""
    directive = letter_of(request, pk)
    source = directive.source
    if source is None:
        raise Http404
    with files.open_for(person_of(request), source) as opened:
        picture = page_image(opened.read(), source.media_type, source.sha256, number)
    if picture is None:
        raise Http404
    return HttpResponse(
        picture,
        content_type="image/jpeg",
        # The file never changes under its digest; private, for the letter is not public.
        headers={"Cache-Control": "private, max-age=86400, immutable"},
    )


def source_pages(person: Person, directive: Directive) -> range:
    """The numbers of the pages that can be shown as pictures; none for text and Word files."""
    source = directive.source
    if source is None or not files.may_open(person, source):
        return range(0)
    if source.media_type == files.PDF:
        with files.open_for(person, source) as opened:
            return range(1, count_pages(opened.read()) + 1)
    return range(1, 2 if source.media_type in files.PICTURES else 1)
