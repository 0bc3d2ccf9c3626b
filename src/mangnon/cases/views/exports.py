"""Masked lists and tables that leave the system: asked for, agreed to, taken once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mangnon.cases.actions.exports import answer_export, ask_export, take_export
from mangnon.cases.forms.asking import ExportForm
from mangnon.cases.models import Export
from mangnon.cases.queries.exports import can_export, export_for, exports_of, exports_to_grant
from mangnon.cases.refusals import Invalid, NotAllowed, Refusal
from mangnon.cases.views.access import done, person_of, signed_in
from mangnon.kit import clock

_SHOWN = 20


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """One's own, what waits for one's agreement, and a new one."""
    person = person_of(request)
    if not can_export(person):
        raise NotAllowed("Vai trò của anh/chị không kết xuất số liệu vụ việc.")
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        days = {"first": said["first_day"], "last": said["last_day"]}
        rest = {name: said[name] for name in ("kind", "format", "reason", "token")}
        try:
            made = ask_export(by=person, **days, **rest)
            more = "chờ người thứ hai đồng ý" if made.wants_second else "tải được trong một ngày"
            return done(request, f"Đề nghị {made.number}: {more}.", "case_exports")
        except Invalid as why:
            form.add_error(why.field or None, str(why))
        except Refusal as why:
            form.add_error(None, str(why))
    now = clock.now()
    context = {
        "form": form,
        "waiting": exports_to_grant(person),
        "own": [(one, _can_take(one, now)) for one in exports_of(person)[:_SHOWN]],
        "alone": settings.EXPORT_ALONE,
        "a_month": settings.EXPORTS_A_MONTH,
    }
    return render(request, "cases/exports.html", context, status=422 if form.errors else 200)


def _can_take(made: Export, now: datetime) -> bool:
    return made.taken_at is None and made.until is not None and now < made.until


@signed_in
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person agrees, or does not."""
    person = person_of(request)
    granted = request.POST.get("do") == "grant"
    answer_export(by=person, export_id=export_for(person, pk).pk, granted=granted)
    return done(request, "Đã trả lời đề nghị kết xuất.", "case_exports")


@signed_in
@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file. By a form: a link or a preview must not use up the one time."""
    person = person_of(request)
    taken = take_export(by=person, export_id=export_for(person, pk).pk)
    response = HttpResponse(taken.body, content_type=taken.mime)
    response["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    return response
