"""One child, one case: searching, and saying that two cases are about the same."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.cases.actions.duplicates import ask_duplicate
from mangnon.cases.actions.marking import search_cases
from mangnon.cases.forms.keeping import DuplicateForm, SearchForm
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import Invalid
from mangnon.cases.views.access import done, person_of, reader_or_none, signed_in, unit_for

_SHOWN = 25


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Cases by name, day of birth, telephone: in the body of a form; no address keeps it."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data
        born = said["born"].isoformat() if said["born"] else ""
        found = search_cases(
            by=person_of(request), name=said["name"], born=born, phone=said["phone"]
        )
        context["found"] = list(found[:_SHOWN])
    return render(request, "cases/search.html", context, status=422 if form.errors else 200)


@signed_in
def duplicate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that the case be void because another is about the same; a second person decides."""
    person = person_of(request)
    case = case_for(person, pk)
    data = request.POST if request.method == "POST" else None
    form = DuplicateForm(data, initial={"version": case.version})
    if form.is_valid():
        try:
            ask_duplicate(
                by=person,
                unit=unit_for(case, person),
                case_id=case.pk,
                reader=reader_or_none(request),
                **form.cleaned_data,
            )
            return done(request, "Đã đề nghị hủy vì trùng; cần người thứ hai.", "case", pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    context = {"case": case, "form": form, "title": "Đề nghị hủy vì trùng"}
    return render(request, "cases/form.html", context, status=422 if form.errors else 200)
