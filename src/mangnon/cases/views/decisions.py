"""The file of a signed decision: sent after it; saved by who may read it, shown by no browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mangnon.cases.actions.attaching import attach_file
from mangnon.cases.actions.decisions import name_of, open_decision
from mangnon.cases.actions.opened import open_words
from mangnon.cases.forms.attaching import AttachForm
from mangnon.cases.models import SignedDecision
from mangnon.cases.perms import classes_readable
from mangnon.cases.queries.visible import case_for
from mangnon.cases.views.access import done, person_of, signed_in, unit_for
from mangnon.cases.views.handing import attached
from mangnon.cases.views.uploads import files_in_memory
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import reader_of


@files_in_memory
@signed_in
def attach(request: HttpRequest, pk: UUID, decision: int) -> HttpResponse:
    """The file of a decision that was made here without paper."""
    person = person_of(request)
    case = case_for(person, pk)
    made: SignedDecision = case.decisions.get(pk=decision)
    reader = reader_of(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachForm(*sent)
    if form.is_valid():
        attach_file(
            decision=made.pk,
            file=form.cleaned_data["signed_file"],
            by=person,
            unit=unit_for(case, person),
            reader=reader,
            token=form.cleaned_data["token"],
        )
        return done(request, f"Đã kèm tệp vào quyết định số {made.number}.", "case", pk)
    context = {"case": case, "form": form, "title": f"Kèm tệp đã ký, quyết định {made.number}"}
    return render(request, "cases/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def file(request: HttpRequest, pk: UUID, decision: int) -> HttpResponse:
    """Whose key is not open goes to open it."""
    person = person_of(request)
    case = case_for(person, pk)
    made: SignedDecision = case.decisions.select_related("case", "event").get(pk=decision)
    opener = open_words(reader_of(request), case, classes_readable(person, case))
    if opener is None:
        raise NotOpened("Không mở được: nội dung này không dành cho đơn vị của anh/chị.")
    raw = open_decision(made, opener, by=person)
    return attached(raw, f"{case.number}-{name_of(made)}")
