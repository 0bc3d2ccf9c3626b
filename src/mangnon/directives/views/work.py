"""The unit's side: what a letter asks of us, and one piece of work with its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.directives import api, perms
from mangnon.directives.views.access import (
    done,
    letter_of,
    person_of,
    signed_in,
    unit_of,
)


@signed_in
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that one letter asks of the unit, its deadline in words, its buttons."""
    directive = letter_of(request, pk)
    unit = unit_of(request)
    work = api.work_of_unit(person_of(request), unit, directive)
    if not work.works:
        return redirect("letter_text", pk)
    context = {
        "directive": directive,
        "unit": unit,
        "work": work,
        "handed_down": any(one.child_count for one in work.works),
        "may_follow": perms.can_follow(person_of(request), directive),
    }
    return render(request, "directives/work.html", context)


@signed_in
@require_POST
def acknowledge_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One touch: the unit has seen everything."""
    directive = letter_of(request, pk)
    count = api.acknowledge_all(by=person_of(request), unit=unit_of(request), directive=directive)
    words = f"Đã tiếp nhận {count} việc." if count else "Các việc này đã được tiếp nhận từ trước."
    return done(request, words, "letter_work", pk)


@signed_in
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of work, as its unit or as those who gave it see it."""
    page = api.assignment_for(person_of(request), unit_of(request), pk)
    return render(
        request,
        "directives/assignment.html",
        {"page": page, "work": page.work, "assignment": page.work.assignment},
    )
