"""Handing a case over to the police: one page for who hands over and for who receives."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mangnon.cases.actions.handing import (
    Made,
    make_package,
    open_package,
    receive_package,
    record_of,
    said_in,
    usb_file,
)
from mangnon.cases.choices import PackageKind, PackageState, Part
from mangnon.cases.forms.handing import PackageForm, ReceiveForm
from mangnon.cases.models import Case, Package
from mangnon.cases.perms import can_hand_over, parts_of
from mangnon.cases.queries.handing import package_for, packages_of, police_asked
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import IllegalMove, Invalid
from mangnon.cases.views.access import done, person_of, signed_in, unit_for, unlocking
from mangnon.reports import api as reports
from mangnon.reports.api import reader_of

_SEALED = "sandbox; default-src 'none'"


@signed_in
def handing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was made and what became of it; below, making one, or receiving the one that waits."""
    person = person_of(request)
    case = case_for(person, pk)
    form = PackageForm(request.POST if request.method == "POST" else None)
    made = _make(request, case, form) if form.is_valid() else None
    return _page(request, case, form, made=made)


def _make(request: HttpRequest, case: Case, form: PackageForm) -> Made | None:
    person = person_of(request)
    try:
        return make_package(
            case_id=case.pk,
            by=person,
            unit=unit_for(case, person),
            reader=reader_of(request),
            usb=form.cleaned_data["usb"],
            token=form.cleaned_data["token"],
        )
    except IllegalMove as why:
        form.add_error(None, str(why))
        return None


def _page(
    request: HttpRequest,
    case: Case,
    form: PackageForm | ReceiveForm,
    *,
    made: Made | None = None,
) -> HttpResponse:
    person, police = person_of(request), police_asked(case)
    is_police = Part.POLICE in parts_of(person, case)
    packages = packages_of(case, PackageKind.POLICE)
    waits = next((one for one in packages if one.state == PackageState.MADE), None)
    errors = form.errors
    context = {
        "case": case,
        "police": police,
        "earlier": [one for one in packages if one.state != PackageState.MADE],
        "waits": waits,
        "files": said_in(waits)["files"] if waits else [],
        "left": said_in(waits)["left_out"] if waits else [],
        "made": made,
        "makes": can_hand_over(person, case),
        "may_carry": is_police or can_hand_over(person, case),
        "receives": is_police and waits is not None,
        "sealed": reports.not_yet_opened(case.report, police) if is_police and police else [],
        "form": form if errors else None,
        "make_form": form if errors and isinstance(form, PackageForm) else PackageForm(),
        "receive_form": form if isinstance(form, ReceiveForm) else ReceiveForm(),
        "unlock": unlocking(request),
    }
    return render(request, "cases/handing.html", context, status=422 if errors else 200)


@signed_in
@require_POST
def receive(request: HttpRequest, package: UUID) -> HttpResponse:
    person = person_of(request)
    one = package_for(person, package)
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        return _page(request, one.case, form)
    try:
        receive_package(
            package_id=one.pk,
            reader=reader_of(request),
            unit=one.to_unit or one.made_for,
            asked=form.cleaned_data["asked"],
            token=form.cleaned_data["token"],
        )
    except Invalid as why:
        form.add_error(why.field, str(why))
        return _page(request, one.case, form)
    return done(request, f"Đã xác nhận nhận gói {one.number}.", "case_handing", one.case_id)


@signed_in
@require_POST
def package_file(request: HttpRequest, package: UUID) -> HttpResponse:
    """The open archive, for the police whose key is open; saved, never shown."""
    one = package_for(person_of(request), package)
    raw = open_package(reader=reader_of(request), package=one)
    return attached(raw, f"{one.number}.zip", "application/zip")


@signed_in
@require_POST
def package_usb(request: HttpRequest, package: UUID) -> HttpResponse:
    one = package_for(person_of(request), package)
    return attached(usb_file(by=person_of(request), package=one), f"{one.number}.zip.age")


@signed_in
@require_safe
def package_record(request: HttpRequest, package: UUID) -> HttpResponse:
    """The record to print and sign, for both sides."""
    one: Package = package_for(person_of(request), package)
    return attached(record_of(one), f"bien-ban-{one.number}.pdf", "application/pdf")


def attached(raw: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    response = HttpResponse(raw, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _SEALED
    response["X-Content-Type-Options"] = "nosniff"
    return response
