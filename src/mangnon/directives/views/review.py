"""The review screen: the letter on one side, what was understood of it on the other."""

from __future__ import annotations

import re
from itertools import pairwise
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mangnon.directives import api, perms
from mangnon.directives.choices import DirectiveState
from mangnon.directives.forms.submission import Submission
from mangnon.directives.models import Directive
from mangnon.directives.views import quick_days, rows
from mangnon.directives.views.access import (
    letter_of,
    must,
    number_of,
    person_of,
    refused,
    signed_in,
    version_of,
)
from mangnon.directives.views.marking import mark_up
from mangnon.directives.views.pages import source_pages
from mangnon.directives.views.questions import questions_of
from mangnon.directives.views.understood import anchor_of, facts_of, marks_of
from mangnon.units.api import Person


@signed_in
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shows, and saves the whole page; the button pressed says what comes after the saving."""
    directive = letter_of(request, pk)
    if directive.state != DirectiveState.DRAFT:
        return redirect("letter", pk)
    must(perms.can_edit(person_of(request), directive), "Chỉ đơn vị ban hành mới rà soát được.")
    if request.method != "POST":
        return _page(request, directive, _submission(directive))
    submission = _submission(directive, request)
    if not submission.is_valid():
        return _page(request, directive, submission, status=422)
    return _saved(request, directive, submission)


def _saved(request: HttpRequest, directive: Directive, submission: Submission) -> HttpResponse:
    person = person_of(request)
    try:
        directive = submission.save(by=person, version=version_of(request))
    except api.Conflict as conflict:
        return _conflict_page(request, conflict, submission)
    except api.Invalid as invalid:
        submission.refuse(invalid)
        return _page(request, letter_of(request, directive.pk), submission, status=422)
    try:
        return _after(request, person, directive)
    except api.Refusal as why:
        return refused(request, why, "letter_review", directive.pk)


def _after(request: HttpRequest, person: Person, directive: Directive) -> HttpResponse:
    """`do` is a word, or a word with a row: `issue`, `up:17`, `split:17`."""
    word, _, row = request.POST.get("do", "").partition(":")
    if word == "issue":
        return redirect("letter_issue", directive.pk)
    if word == "split":
        return redirect("clause_split", directive.pk, number_of(row))
    anchor = ""
    if word in rows.CHANGES:
        anchor = rows.change(
            word, number_of(row or "0"), by=person, directive=directive, post=request.POST
        )
    else:
        messages.success(request, "Đã lưu.")
    return redirect(reverse("letter_review", args=[directive.pk]) + anchor)


def _submission(directive: Directive, request: HttpRequest | None = None) -> Submission:
    return Submission(
        api.review_of(directive),
        rows.indicator_choices(),
        quick_days.choices(),
        request.POST if request else None,
    )


def _conflict_page(
    request: HttpRequest, conflict: api.Conflict, posted: Submission
) -> HttpResponse:
    """Both values side by side; saving again means "mine all the same"."""
    directive = letter_of(request, posted.directive.pk)
    fresh = _submission(directive)
    again = Submission(
        fresh.review, rows.indicator_choices(), quick_days.choices(), fresh.rebased(posted)
    )
    again.is_valid()
    return _page(request, directive, again, status=409, conflict=conflict, version=conflict.version)


def _page(
    request: HttpRequest,
    directive: Directive,
    submission: Submission,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    found = submission.review
    context = {
        "directive": directive,
        "review": found,
        "page": submission,
        "version": directive.version,
        "text": mark_up(directive.text, marks_of(found)),
        "facts": {
            **facts_of(submission.fields, found),
            **facts_of(submission.deadline, found),
        },
        "warnings": [(words, anchor_of(words)) for words in found.warnings],
        "missing": [(words, anchor_of(words)) for words in found.missing],
        "questions": questions_of(request, found),
        "pages": source_pages(person_of(request), directive),
        **more,
    }
    return render(request, "directives/review.html", context, status=status)


@signed_in
def split(request: HttpRequest, pk: UUID, clause_id: int) -> HttpResponse:
    """One clause in two: the person says before which sentence."""
    directive = letter_of(request, pk)
    must(perms.can_edit(person_of(request), directive))
    clause = next((c for c in api.review_of(directive).clauses if c.pk == clause_id), None)
    if clause is None:
        return redirect("letter_review", pk)
    places = sentence_starts(clause.text)
    at = request.POST.get("at", "")
    if at and number_of(at) in places:
        api.split_clause(
            by=person_of(request),
            directive=directive,
            version=version_of(request),
            clause_id=clause_id,
            at=int(at),
        )
        return redirect(reverse("letter_review", args=[pk]) + f"#clause-{clause_id}")
    edges = [0, *places, len(clause.text)]
    first, *parts = [(start, clause.text[start:end]) for start, end in pairwise(edges)]
    context = {"directive": directive, "clause": clause, "first": first[1], "parts": parts}
    return render(request, "directives/split.html", context)


_SENTENCE = re.compile(r"(?<=[.;:…])\s+(?=\S)|\n+(?=\S)")
_COMMA = re.compile(r"(?<=,)\s+(?=\S)")


def sentence_starts(text: str) -> list[int]:
    """Where the text can be cut: before each sentence or line but the first; a text of one
    sentence before the words after each comma."""
    return [cut.end() for cut in _SENTENCE.finditer(text)] or [
        cut.end() for cut in _COMMA.finditer(text)
    ]
