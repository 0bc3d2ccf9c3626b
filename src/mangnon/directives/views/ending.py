"""Ending a letter: its work is done, or it is taken back, or another takes its place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.forms.issuing import ReasonForm
from mangnon.directives.models import Directive
from mangnon.directives.views.access import (
    done,
    letter_of,
    must,
    person_of,
    posted,
    refused,
    signed_in,
    version_of,
)


def _ended(request: HttpRequest, pk: UUID) -> Directive:
    directive = letter_of(request, pk)
    must(
        perms.can_end(person_of(request), directive),
        "Chỉ đơn vị ban hành mới kết thúc, thu hồi hoặc thay thế được văn bản.",
    )
    must(
        directive.issued_at is not None,
        "Văn bản này chưa giao cho đơn vị nào nên không có việc gì để dừng. "
        "Không dùng nữa thì mở trang rà soát và bỏ bản nháp.",
    )
    return directive


@signed_in
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The work is done; what is still open stops."""
    directive = _ended(request, pk)

    def act(words: str) -> Directive:
        return api.close(
            by=person_of(request), directive=directive, version=version_of(request), note=words
        )

    return _ask(request, directive, "close", act, "Đã kết thúc văn bản.")


@signed_in
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter is taken back; every unit stops and is told why."""
    directive = _ended(request, pk)

    def act(words: str) -> Directive:
        return api.withdraw(
            by=person_of(request), directive=directive, version=version_of(request), reason=words
        )

    return _ask(request, directive, "withdraw", act, "Đã thu hồi văn bản.")


def _ask(
    request: HttpRequest,
    directive: Directive,
    how: str,
    act: Callable[[str], Directive],
    words: str,
) -> HttpResponse:
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except api.Refusal as why:
            return refused(request, why, "letter", directive.pk)
        return done(request, words, "letter", directive.pk)
    context = {
        "directive": directive,
        "form": form,
        "how": how,
        "totals": api.board(directive, api.BoardFilters(per_page=1)).totals,
    }
    return render(request, "directives/ending.html", context, status=422 if form.errors else 200)


@signed_in
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy to be corrected; once it is issued it takes the letter's place."""
    directive = _ended(request, pk)
    if request.method != "POST":
        return render(request, "directives/replace.html", {"directive": directive})
    try:
        draft = api.begin_replacement(by=person_of(request), directive=directive)
    except api.Refusal as why:
        return refused(request, why, "letter", pk)
    return redirect("letter_review", draft.pk)
