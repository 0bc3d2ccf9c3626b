"""Cases to other provinces and from them, and whom of them we believe."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mangnon.cases.actions.arriving import forget_province, know_province, take_in
from mangnon.cases.actions.signing import own_card
from mangnon.cases.actions.transfer import accept_receipt, file_to_carry, send_away
from mangnon.cases.choices import PackageKind, PackageState
from mangnon.cases.forms.handing import ArrivalForm, CardForm, ReceiptForm, SendAwayForm
from mangnon.cases.machine.table import FINAL
from mangnon.cases.models import Case
from mangnon.cases.packages import Refused, fingerprint
from mangnon.cases.perms import can_know_provinces, can_send_away
from mangnon.cases.queries.handing import (
    arrivals_for,
    known_provinces,
    package_for,
    packages_of,
)
from mangnon.cases.queries.places import communes_of
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import IllegalMove, Invalid, NotAllowed
from mangnon.cases.views.access import done, person_of, signed_in, unit_for
from mangnon.cases.views.handing import attached
from mangnon.reports.api import can_hold_key, duty_desk, reader_of
from mangnon.units.api import Person, Unit

_NOT_OWNER = "Anh/chị không được chuyển hồ sơ này sang tỉnh khác."
_NO = "Chỉ cán bộ đầu mối cấp tỉnh xem trang này."


@signed_in
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a case to another province; later, its receipt."""
    person = person_of(request)
    case = case_for(person, pk)
    if not can_send_away(person, case):
        raise NotAllowed(_NOT_OWNER)
    provinces = {str(one.pk): one for one in known_provinces()}
    posted = request.POST if request.method == "POST" else None
    form = SendAwayForm(posted, provinces=provinces.values())
    if form.is_valid():
        try:
            send_away(
                case_id=case.pk,
                by=person,
                unit=unit_for(case, person),
                reader=reader_of(request),
                to=provinces[form.cleaned_data["province"]],
                token=form.cleaned_data["token"],
            )
            return done(request, "Đã lập gói. Hãy tải gói và gửi đi.", "case_transfer", pk)
        except IllegalMove as why:
            form.add_error(None, str(why))
    return _page(request, case, form, ReceiptForm())


def _page(
    request: HttpRequest, case: Case, form: SendAwayForm, receipt: ReceiptForm
) -> HttpResponse:
    packages = packages_of(case, PackageKind.PROVINCE)
    wrong = receipt if receipt.errors else form
    context = {
        "case": case,
        "packages": packages,
        "waits": next((one for one in packages if one.state == PackageState.MADE), None),
        "send_form": form,
        "receipt_form": receipt,
        "form": wrong,
        "is_open": case.state not in FINAL,
        "knows": known_provinces().exists(),
        "keeps": can_know_provinces(person_of(request)),
    }
    return render(request, "cases/transfer.html", context, status=422 if wrong.errors else 200)


@signed_in
@require_POST
def receipt(request: HttpRequest, package: UUID) -> HttpResponse:
    """The receipt of the other province: with it the case is given up."""
    person = person_of(request)
    one = package_for(person, package)
    if not can_send_away(person, one.case):
        raise NotAllowed(_NOT_OWNER)
    form = ReceiptForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            accept_receipt(
                package_id=one.pk,
                raw=form.cleaned_data["receipt"],
                by=person,
                unit=unit_for(one.case, person),
                reader=reader_of(request),
                token=form.cleaned_data["token"],
            )
            return done(request, "Tỉnh nhận đã ký nhận vụ việc.", "case_transfer", one.case_id)
        except (Refused, IllegalMove) as why:
            form.add_error("receipt", str(why))
    return _page(request, one.case, SendAwayForm(provinces=known_provinces()), form)


@signed_in
@require_POST
def file(request: HttpRequest, package: UUID) -> HttpResponse:
    one = package_for(person_of(request), package)
    return attached(file_to_carry(by=person_of(request), package=one), f"{one.number}.mangnon")


# --- the province's officers --------------------------------------------------------------------


@signed_in
def provinces(request: HttpRequest) -> HttpResponse:
    """Our own card, and the provinces whose cards we have."""
    person = _officer(request)
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = know_province(by=person, line=form.cleaned_data["line"])
            return done(request, f"Đã thêm {row.name}.", "case_provinces")
        except (Refused, Invalid) as why:
            form.add_error("line", str(why))
    known = [
        (one, fingerprint(bytes.fromhex(one.signing), bytes.fromhex(one.sealing)))
        for one in known_provinces().select_related("added_by")
    ]
    context = {"card": own_card(), "known": known, "form": form}
    return render(request, "cases/provinces.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def province_end(request: HttpRequest, card: int) -> HttpResponse:
    forget_province(by=_officer(request), card=known_provinces().get(pk=card))
    return done(request, "Thôi nhận gói của tỉnh này.", "case_provinces")


@signed_in
def arrive(request: HttpRequest) -> HttpResponse:
    """Take in a case from another province."""
    person, reader = _officer(request), reader_of(request)
    desk = duty_desk()
    communes = {one.code: one for one in communes_of(desk)}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ArrivalForm(*posted, communes=communes.values())
    if form.is_valid():
        said = form.cleaned_data
        try:
            taken = take_in(
                raw=said["file"],
                reader=reader,
                unit=_desk_of(person, desk),
                residence=communes.get(said["residence"]),
            )
            words = f"Đã nhận vụ việc {taken.case.number}. Hãy gửi biên nhận cho tỉnh gửi."
            return done(request, words, "case_arrive")
        except (Refused, IllegalMove) as why:
            form.add_error("file", str(why))
    context = {"form": form, "arrivals": list(arrivals_for(person))}
    return render(request, "cases/arrive.html", context, status=422 if form.errors else 200)


def _desk_of(person: Person, desk: Unit) -> Unit:
    """The desk that opens the report of it; who does not work there cannot take it in."""
    if not can_hold_key(person, desk):
        raise NotAllowed(f"Chỉ người làm việc ở {desk.name} nhận vụ việc từ tỉnh khác.")
    return desk


@signed_in
@require_safe
def arrival_receipt(request: HttpRequest, arrival: int) -> HttpResponse:
    """The signed receipt, as often as it is needed."""
    person = person_of(request)
    one = arrivals_for(person).get(pk=arrival)
    return attached(bytes(one.receipt), f"bien-nhan-{one.number}.json", "application/json")


def _officer(request: HttpRequest) -> Person:
    person = person_of(request)
    if not can_know_provinces(person):
        raise NotAllowed(_NO)
    return person
