"""Letters that we send about a letter: its result, and the handing on of its work."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.directives import api, perms
from mangnon.directives.forms.report import ReportForm
from mangnon.directives.models import Directive
from mangnon.directives.outgoing import OfficialLetter, to_docx, to_pdf
from mangnon.directives.views.access import (
    done,
    letter_of,
    must,
    person_of,
    posted,
    signed_in,
    unit_of,
    version_of,
)
from mangnon.directives.views.answers import as_file, slug
from mangnon.directives.views.paper import count_pages, page_image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def _reported(request: HttpRequest, pk: UUID) -> Directive:
    """An issued letter on which the person's unit reports: it gave the work out, or did some."""
    directive, unit = letter_of(request, pk), unit_of(request)
    if directive.issued_at is None:
        raise Http404
    own = directive.issuer_id == unit.pk
    must(
        own or bool(api.work_of_unit(person_of(request), unit, directive).works),
        "Chỉ đơn vị giao hoặc nhận văn bản này mới soạn được báo cáo.",
    )
    return directive


@signed_in
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report compiled from the returns, every part of it open to be edited."""
    directive = _reported(request, pk)
    standing = api.report_of(directive, unit_of(request))
    form = ReportForm(posted(request), standing=standing)
    if request.method == "POST":
        if request.POST.get("do") == "again":
            return _compiled_again(request, directive)
        if form.is_valid():
            return _saved(request, directive, form)
    return _page(request, directive, form, standing.version, 422 if form.errors else 200)


def _compiled_again(request: HttpRequest, directive: Directive) -> HttpResponse:
    api.compile_again(by=person_of(request), directive=directive, unit=unit_of(request))
    return done(request, "Đã tổng hợp lại từ các báo cáo mới nhất.", "result_letter", directive.pk)


def _saved(request: HttpRequest, directive: Directive, form: ReportForm) -> HttpResponse:
    edited = form.edited()
    try:
        api.save_report(
            by=person_of(request),
            directive=directive,
            unit=unit_of(request),
            version=version_of(request),
            draft=edited.draft,
            head=edited.head,
        )
    except api.Conflict as conflict:
        form.add_error(
            None, f"{conflict} Chữ của anh/chị còn bên dưới; bấm “Lưu” lần nữa để dùng bản này."
        )
        return _page(request, directive, form, conflict.version, 409)
    messages.success(request, "Đã lưu báo cáo.")
    if request.POST.get("do") == "preview":
        return redirect("result_preview", directive.pk)
    return redirect("result_letter", directive.pk)


def _page(
    request: HttpRequest, directive: Directive, form: ReportForm, version: int, status: int
) -> HttpResponse:
    own = directive.issuer_id == unit_of(request).pk
    context = {
        "directive": directive,
        "form": form,
        "standing": form.standing,
        "version": version,
        "followed": own or perms.can_follow(person_of(request), directive),
        "tab": "result_letter",
    }
    return render(request, "directives/report.html", context, status=status)


@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report's pages as they will be printed."""
    directive = _reported(request, pk)
    pages = count_pages(to_pdf(_result(request, directive)))
    context = {"directive": directive, "pages": range(1, pages + 1)}
    return render(request, "directives/report_preview.html", context)


@signed_in
def preview_page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A picture of one page of the report."""
    data = to_pdf(_result(request, _reported(request, pk)))
    picture = page_image(data, PDF, sha256(data).hexdigest(), number)
    if picture is None:
        raise Http404
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )


def _result(request: HttpRequest, directive: Directive) -> OfficialLetter:
    return api.result_letter(directive, unit_of(request))


@signed_in
def as_docx(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = _reported(request, pk)
    return _file(_result(request, directive), "docx", f"bao-cao-{slug(directive)}")


@signed_in
def as_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = _reported(request, pk)
    return _file(_result(request, directive), "pdf", f"bao-cao-{slug(directive)}")


@signed_in
def giving(request: HttpRequest, pk: UUID, suffix: str) -> HttpResponse:
    """The công văn that hands the work on."""
    directive = _reported(request, pk)
    letter = api.giving_letter(directive, unit_of(request))
    return _file(letter, suffix, f"giao-viec-{slug(directive)}")


@signed_in
def urging(request: HttpRequest, pk: UUID, suffix: str) -> HttpResponse:
    """The công văn that asks the late units to report."""
    directive = _reported(request, pk)
    letter = api.urging_letter(directive, unit_of(request))
    return _file(letter, suffix, f"don-doc-{slug(directive)}")


def _file(letter: OfficialLetter, suffix: str, name: str) -> HttpResponse:
    if suffix == "pdf":
        return as_file(to_pdf(letter), PDF, f"{name}.pdf", inline=True)
    if suffix == "docx":
        return as_file(to_docx(letter), DOCX, f"{name}.docx")
    raise Http404
