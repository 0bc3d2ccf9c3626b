"""A letter comes in: upload, waiting while it is read, and what to do when it cannot be read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mangnon.directives import api, perms
from mangnon.directives.choices import DirectiveState
from mangnon.directives.forms.intake import LetterForm
from mangnon.directives.views.access import (
    done,
    letter_of,
    must,
    person_of,
    posted,
    signed_in,
    unit_of,
)


@signed_in
def take_in(request: HttpRequest) -> HttpResponse:
    """One page: drop a file, or paste the text."""
    unit = unit_of(request)
    must(perms.can_draft(person_of(request), unit), "Đơn vị này không giao việc bằng công văn.")
    form = LetterForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data, name = _letter_in(form)
        try:
            directive = api.take_in(by=person_of(request), unit=unit, data=data, name=name)
        except api.Invalid as invalid:
            form.add_error("file", str(invalid))
        else:
            return redirect("letter", directive.pk)
    status = 422 if form.errors else 200
    return render(request, "directives/take_in.html", {"form": form, "unit": unit}, status=status)


def _letter_in(form: LetterForm) -> tuple[bytes, str]:
    file = form.cleaned_data["file"]
    if file:
        return file.read(), file.name
    return form.cleaned_data["text"].encode(), "van-ban-dan-vao.txt"


@signed_in
def reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Waits while a scan is read; the page asks again by itself, with or without script."""
    directive = letter_of(request, pk)
    asks_again = "HX-Request" in request.headers
    if directive.state != DirectiveState.READING:
        ready = reverse("letter", args=[pk])
        return HttpResponse(headers={"HX-Redirect": ready}) if asks_again else redirect(ready)
    if asks_again:
        return HttpResponse(status=204)
    return render(request, "directives/reading.html", {"directive": directive})


@signed_in
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Why a file could not be taken as a letter, and the three ways on."""
    directive = letter_of(request, pk)
    if directive.state != DirectiveState.REFUSED:
        return redirect("letter", pk)
    if request.method == "POST":
        if request.POST.get("do") == "again":
            api.read_again(by=person_of(request), directive=directive)
        else:
            api.write_by_hand(by=person_of(request), directive=directive)
        return redirect("letter", pk)
    may = perms.can_draft(person_of(request), directive.issuer)
    return render(request, "directives/refused.html", {"directive": directive, "may": may})


@signed_in
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = letter_of(request, pk)
    api.discard(by=person_of(request), directive=directive, version=directive.version)
    return done(request, "Đã bỏ văn bản.", "letters")
