"""The API for systems of partners, its OpenAPI document, and the page of their keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mangnon.base.programs import Answered, answer, idempotency_key, message_in
from mangnon.reports.actions import partners as actions
from mangnon.reports.choices import Stage
from mangnon.reports.models import Partner, Report
from mangnon.reports.partnering import ERRORS, MOST_BYTES, checked, openapi
from mangnon.reports.perms import can_manage_partners
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.reports.views.access import done, person_of, signed_in
from mangnon.units.api import Person, current_unit, province_unit

_NAMES = {401: "wrong_key", 404: "not_found", 409: "key_used", 422: "invalid"}


def _refused(status: int, words: str = "", field: str = "") -> Answered:
    more = {"field": field} if field else {}
    return Answered(status, _NAMES[status], words or ERRORS[status], **more)


@csrf_exempt  # a key is asked for, no cookie counts
@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A report of a partner's system."""
    try:
        partner = _partner(request)
        key, said = idempotency_key(request), checked(message_in(request, MOST_BYTES))
        taken = actions.send(partner=partner, said=said, idempotency_key=key)
    except Answered as refused:
        return _told(refused)
    except Invalid as why:
        return _refused(422, str(why), why.field).response
    except actions.KeyUsedTwice as why:
        return _refused(409, str(why)).response
    shown = _shown(taken.report) | {"receipt": taken.receipt}
    return answer(shown, 201 if taken.new else 200)


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """How a report stands: what its reporter sees, and no more."""
    try:
        found = actions.report_sent(partner=_partner(request), number=number)
        if found is None:
            raise _refused(404)
    except Answered as refused:
        return _told(refused)
    return answer(_shown(found))


def _told(refused: Answered) -> HttpResponse:
    response = refused.response
    if refused.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _partner(request: HttpRequest) -> Partner:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = actions.partner_of(key.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise _refused(401)
    return found


def _shown(report: Report) -> dict[str, Any]:
    return {
        "number": report.number,
        "stage": report.stage,
        "stage_words": Stage(report.stage).label,
        "received_at": report.received_at.isoformat(),
        "test": report.is_test,
    }


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The API as OpenAPI 3.1, for whoever writes the other side."""
    at = reverse("report_partner_status", args=["SO"]).replace("SO", "{number}")
    return answer(openapi(settings.PUBLIC_URL, reverse("report_partner_send"), at))


# --- the page of the keys -----------------------------------------------------------------------


class PartnerForm(forms.Form):
    name = forms.CharField(label="Tên hệ thống", help_text="Ví dụ: Tổng đài 111.", max_length=200)
    is_test = forms.BooleanField(
        label="Khóa thử",
        help_text="Tin gửi bằng khóa thử được nhận như thật nhưng không đến bàn trực nào.",
        required=False,
        initial=True,
    )


@signed_in
def partners(request: HttpRequest) -> HttpResponse:
    """Who has a key; a new one is shown once, on the answer to the form."""
    person = _manager(request)
    form, key = PartnerForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        unit = current_unit(person) or province_unit(settings.PROVINCE_CODE)
        _, key = actions.make_partner(by=person, unit=unit, **form.cleaned_data)
        form = PartnerForm()
    context = {"form": form, "key": key, "partners": actions.partners()}
    context["address"] = settings.PUBLIC_URL + reverse("report_partner_send")
    code = 422 if form.errors else 200
    return render(request, "reports/partners.html", context, status=code)


def _manager(request: HttpRequest) -> Person:
    person = person_of(request)
    if not can_manage_partners(person):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh cấp khóa cho hệ thống đối tác.")
    return person


@signed_in
@require_POST
def partner_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    person = _manager(request)
    found = next((one for one in actions.partners() if one.pk == pk), None)
    if found is None:
        raise Http404
    actions.end_partner(by=person, partner=found)
    return done(request, f"Đã thu hồi khóa của {found.name}.", "report_partners")
