"""The forms of a case: saved as drafts while working, read, printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.cases.actions.drafts import FORMS, save_draft
from mangnon.cases.actions.opened import Opener, open_words
from mangnon.cases.models import Case, Paper
from mangnon.cases.papers import schema, to_docx, to_pdf, told
from mangnon.cases.perms import classes_readable
from mangnon.cases.queries.page import head_of
from mangnon.cases.queries.visible import case_for
from mangnon.cases.views.access import done, person_of, signed_in, unit_for
from mangnon.cases.views.moves import paper_form
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import reader_of

_KINDS = {
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (to_pdf, "application/pdf"),
}


def _opened(request: HttpRequest, case: Case) -> Opener:
    """Raises Locked, NotOpened."""
    classes = classes_readable(person_of(request), case)
    opener = open_words(reader_of(request), case, classes, "case.paper_read")
    if opener is None:
        raise NotOpened("Không mở được: nội dung này không dành cho đơn vị của anh/chị.")
    return opener


def _paper(case: Case, pk: int) -> Paper:
    found: Paper = case.papers.select_related("made_by").get(pk=pk)
    return found


@signed_in
@require_safe
def one(request: HttpRequest, pk: UUID, paper: int) -> HttpResponse:
    """A filled form, read on the screen; what the reader may not see says "đã ẩn"."""
    case = case_for(person_of(request), pk)
    row = _paper(case, paper)
    shown = _opened(request, case).shown(row)
    context = {
        "case": case,
        "paper": row,
        "title": schema(row.form, row.schema_version).title,
        "said": told(row.form, shown, version=row.schema_version),
        "revisions": list(case.papers.filter(form=row.form).exclude(pk=row.pk)),
    }
    return render(request, "cases/paper.html", context)


@signed_in
@require_safe
def download(request: HttpRequest, pk: UUID, paper: int, kind: str) -> HttpResponse:
    """The form as DOCX or PDF under the head of the unit responsible."""
    if kind not in _KINDS:
        raise Http404
    case = case_for(person_of(request), pk)
    row = _paper(case, paper)
    printed, mime = _KINDS[kind]
    shown = _opened(request, case).shown(row)
    body = printed(row.form, shown, head_of(case.owner, row), version=row.schema_version)
    response = HttpResponse(body, content_type=mime)
    name = f"{case.number}-mau-{row.form}-{row.revision}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in
def draft(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Work on a form that goes with a later move; each saving is a revision."""
    person = person_of(request)
    case = case_for(person, pk)
    if name not in FORMS:
        raise Http404
    reader = reader_of(request)
    data = request.POST if request.method == "POST" else None
    form = paper_form(request, case, name, data, reader)
    form.draft = True
    if form.is_valid():
        saved = save_draft(
            case_id=case.pk,
            form=name,
            answers=form.answers,
            by=person,
            unit=unit_for(case, person),
            reader=reader,
        )
        words = "Đã lưu" if saved.final else "Đã lưu nháp"
        return done(request, f"{words} Mẫu {name}.", "case", pk)
    context = {"case": case, "paper": form, "title": schema(name).title, "name": name}
    return render(request, "cases/draft.html", context, status=422 if form.errors else 200)
