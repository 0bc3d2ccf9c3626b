"""The last look before a letter's work goes out: exactly who gets what, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.choices import DirectiveState, Part
from mangnon.directives.models import Addressee, Clause
from mangnon.directives.views.access import (
    done,
    letter_of,
    must,
    person_of,
    refused,
    signed_in,
    version_of,
)
from mangnon.units.api import Unit


@dataclass(frozen=True)
class Portion:
    """What one line of "Kính gửi" is given."""

    addressee: Addressee
    units: tuple[Unit, ...]
    lead: tuple[Clause, ...]
    cooperate: tuple[Clause, ...]

    @property
    def clauses(self) -> int:
        return len(self.lead) + len(self.cooperate)


@signed_in
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = letter_of(request, pk)
    if directive.state != DirectiveState.DRAFT:
        return redirect("letter", pk)
    must(perms.can_issue(person_of(request), directive), "Chỉ đơn vị ban hành mới giao việc được.")
    if request.method == "POST":
        return _issue(request, pk)
    review = api.review_of(directive)
    context = {
        "directive": directive,
        "review": review,
        "portions": portions_of(review),
        "own_days": own_days(review),
    }
    return render(request, "directives/confirm.html", context)


def _issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        directive = api.issue(
            by=person_of(request),
            directive=letter_of(request, pk),
            version=version_of(request),
        )
    except (api.NotReady, api.Conflict) as why:
        return refused(request, why, "letter_review", pk)
    return done(request, f"Đã giao việc: {directive.title}", "board", pk)


def portions_of(review: api.Review) -> list[Portion]:
    return [
        Portion(
            one,
            tuple(one.units.all()),
            _clauses_for(review, one, Part.LEAD),
            _clauses_for(review, one, Part.COOPERATE),
        )
        for one in review.addressees
    ]


def _clauses_for(review: api.Review, addressee: Addressee, part: str) -> tuple[Clause, ...]:
    return tuple(
        clause
        for clause in review.clauses
        for party in clause.parties.all()
        if party.addressee_id == addressee.pk and party.part == part
    )


def own_days(review: api.Review) -> list[tuple[Clause, date]]:
    """Clauses that end on another day than the letter."""
    return [(one, one.deadline_on) for one in review.clauses if one.deadline_on]
