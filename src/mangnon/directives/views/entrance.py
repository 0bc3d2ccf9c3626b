"""The list of letters, and the one address of a letter that leads everybody to the right page."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.choices import DirectiveState
from mangnon.directives.forms.finding import LetterFilters
from mangnon.directives.models import Directive
from mangnon.directives.views.access import letter_of, person_of, signed_in, unit_of
from mangnon.directives.views.finding import find_letters

PER_PAGE = 50
_BEFORE_ISSUE = {
    DirectiveState.READING: "letter_reading",
    DirectiveState.REFUSED: "letter_refused",
    DirectiveState.DRAFT: "letter_review",
}


@signed_in
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that the unit gave out or received, the late ones first."""
    person, unit = person_of(request), unit_of(request)
    filters = LetterFilters(request.GET)
    desk = api.desk_sections(person, unit)
    late = {item.directive_id: item.late for item in (*desk.following, *desk.late)}
    visible = api.letters_visible_to(person, unit)
    found = find_letters(visible, unit, late, filters.wishes())
    return render(
        request,
        "directives/letters.html",
        {
            "form": filters,
            "unit": unit,
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "may_draft": perms.can_draft(person, unit),
        },
    )


@signed_in
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where this person goes on with the letter."""
    directive = letter_of(request, pk)
    return redirect(_next_page(request, directive), directive.pk)


def _next_page(request: HttpRequest, directive: Directive) -> str:
    before = _BEFORE_ISSUE.get(DirectiveState(directive.state))
    if before:
        return before
    if directive.issuer_id != unit_of(request).pk:
        work = api.work_of_unit(person_of(request), unit_of(request), directive)
        if work.works:
            return "letter_work"
    return "board" if perms.can_follow(person_of(request), directive) else "letter_text"
