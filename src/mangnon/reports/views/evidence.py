"""Files of a report: sent with a receipt, and what the staff does with them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from mangnon.base.files.api import FileRefused, InMemory
from mangnon.base.walls import for_the_system
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys
from mangnon.reports.actions import evidence as actions
from mangnon.reports.actions.receipts import Shown, open_receipt
from mangnon.reports.choices import Custody, Lane
from mangnon.reports.evidence import MOST_BYTES, MOST_FILES
from mangnon.reports.forms.evidence import HandOverForm, ReasonForm, SendFilesForm
from mangnon.reports.handing import record_of
from mangnon.reports.queries import evidence as queries
from mangnon.reports.queries.triage import report_for
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.reports.views.access import done, person_of, signed_in
from mangnon.reports.views.public import quiet

_MOST = MOST_FILES * MOST_BYTES + 2**20
_SEALED = "sandbox; default-src 'none'"


# --- whoever has a receipt ----------------------------------------------------------------------


@csrf_exempt  # the guard inside reads the form, and would choose where files go before we do
def send_files(request: HttpRequest) -> HttpResponseBase:
    """More than everything allowed is not even read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST:
        return render(request, "reports/files_too_large.html", status=413)
    request.upload_handlers = [InMemory(request)]
    return _send_files(request)


@csrf_protect
@quiet
def _send_files(request: HttpRequest) -> HttpResponse:
    """The warning, then the files. The receipt comes along in the body of each form."""
    if request.method != "POST":
        return redirect("report_receipt")
    try:
        shown = open_receipt(request.POST.get("code", ""))
    except Invalid:
        return redirect("report_receipt")
    context = {
        "code": request.POST["code"],
        "answer": request.POST.get("answer", ""),
        "is_child": shown.report.lane == Lane.CHILD,
    }
    if context["answer"] != "no":
        return render(request, "reports/files_warning.html", context)
    form = SendFilesForm(request.POST, request.FILES) if "send" in request.POST else SendFilesForm()
    sent = _take(shown, form)
    form = SendFilesForm() if sent else form
    with for_the_system("whoever holds the receipt"):
        files = list(shown.report.evidence.prefetch_related("custody"))
    context |= {"form": form, "sent": sent, "files": files, "room": MOST_FILES - len(files)}
    return render(request, "reports/files.html", context, status=422 if form.errors else 200)


def _take(shown: Shown, form: SendFilesForm) -> int:
    """How many were kept; one that cannot be is said on the form, and those before it stay."""
    if not form.is_valid():
        return 0
    kept = 0
    for file in form.cleaned_data["chosen"]:
        try:
            actions.take(
                report=shown.report,
                key=shown.key,
                file=file,
                of_a_body=form.cleaned_data["body"],
            )
        except FileRefused as why:
            form.add_error("chosen", str(why))
            return 0
        kept += 1
    return kept


# --- the staff ----------------------------------------------------------------------------------


@signed_in
@require_safe
def evidence_list(request: HttpRequest, report: UUID) -> HttpResponse:
    """The files of a report and what happened to each. None is shown."""
    person = person_of(request)
    context = {
        "report": report_for(person, report),
        "files": queries.evidence_of(person, report),
        "reason": ReasonForm(),
    }
    return render(request, "reports/evidence.html", context)


@signed_in
@require_safe
def evidence_police(request: HttpRequest) -> HttpResponse:
    """What is sealed to the units of this person alone."""
    context = {"files": queries.sealed_to(person_of(request)), "reason": ReasonForm()}
    return render(request, "reports/evidence.html", context)


@signed_in
@require_POST
def evidence_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Saved by the browser, never shown by it."""
    one, reader = queries.evidence_for(person_of(request), pk), keys.reader_of(request)
    try:
        handed = actions.open_file(
            reader=reader,
            one=one,
            original=request.POST.get("which") == "original",
            why=request.POST.get("why", ""),
        )
    except NotOpened as why:
        raise NotAllowed(str(why)) from why
    return _attached(handed.raw, handed.name)


def _attached(raw: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    response = HttpResponse(raw, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@signed_in
@require_POST
def evidence_to_police(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, reader = queries.evidence_for(person_of(request), pk), keys.reader_of(request)
    try:
        actions.give_to_police(reader=reader, one=one, why=request.POST.get("why", ""))
    except NotOpened as why:
        raise NotAllowed(str(why)) from why
    return done(request, "Từ nay chỉ công an mở được tệp này.", "evidence_list", one.report_id)


@signed_in
def evidence_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To whom; then the record is printed and both sides sign it."""
    person = person_of(request)
    one = queries.evidence_for(person, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.hand_over(one=one, by=person, **form.cleaned_data)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
        else:
            return redirect("evidence_record", pk)
    status = 422 if form.errors else 200
    return render(
        request, "reports/evidence_hand_over.html", {"one": one, "form": form}, status=status
    )


@signed_in
@require_safe
def evidence_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record of the last handing over; with `?pdf` as a file to print."""
    one = queries.evidence_for(person_of(request), pk)
    event = one.custody.filter(what=Custody.HANDED_OVER).last()
    if event is None:
        return redirect("evidence_hand_over", pk)
    if "pdf" not in request.GET:
        return render(request, "reports/evidence_record.html", {"one": one, "event": event})
    name = f"bien-ban-{one.report.number}-{one.number}.pdf"
    return _attached(record_of(one, event), name, "application/pdf")


@signed_in
@require_POST
def evidence_destroy(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    one = queries.evidence_for(person, pk)
    actions.destroy(one=one, by=person, why=request.POST.get("why", ""))
    return done(
        request, "Đã hủy tệp; mã băm và quá trình lưu giữ còn lại.", "evidence_record", one.pk
    )
