"""The counsellor's page: typing while somebody talks, kept on the server every few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mangnon.kit import sealing
from mangnon.reports import drafts
from mangnon.reports.actions.intake import open_report
from mangnon.reports.choices import Channel, Lane
from mangnon.reports.forms.phone import PhoneForm, arrived_at, heard
from mangnon.reports.perms import can_take_calls
from mangnon.reports.refusals import NotAllowed
from mangnon.reports.routing import school_named
from mangnon.reports.views.access import done, person_of, signed_in
from mangnon.units.api import Person

_SCREEN, _LONGEST = "truc", 40_000


@signed_in
def phone(request: HttpRequest) -> HttpResponse:
    """One page. A draft that was kept comes back by its address; the last button sends."""
    person = _caller(request)
    draft = _id(request.POST.get("draft") or request.GET.get("nhap") or "")
    if request.method != "POST":
        said = _kept(request, draft, person)
        form = PhoneForm(initial={"channel": Channel.PHONE, **said})
        return _page(request, form, draft if said else None)
    if "keep" in request.POST:
        return _keep_by_hand(request, draft, person)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, form, draft)
    return _send(request, form.cleaned_data, draft, person)


def _caller(request: HttpRequest) -> Person:
    person = person_of(request)
    if not can_take_calls(person):
        raise NotAllowed("Vai trò của anh/chị không nhận tin báo.")
    return person


def _page(request: HttpRequest, form: PhoneForm, draft: UUID | None) -> HttpResponse:
    context = {"form": form, "draft": draft or "", "kept": _drafts(request, draft)}
    context["token"] = request.POST.get("token") or sealing.new_key().hex()
    return render(request, "reports/phone.html", context, status=422 if form.errors else 200)


def _send(
    request: HttpRequest, said: dict[str, Any], draft: UUID | None, person: Person
) -> HttpResponse:
    opened = open_report(
        channel=said["channel"],
        lane=Lane.ADULT,
        answers=heard(said),
        # The person's own, so that no other's token shows another's receipt.
        idempotency_key=f"{_SCREEN}:{person.pk}:{request.POST.get('token', '')}",
        by=person,
        school=school_named(said["commune"], said["school_name"]),
        arrived_at=arrived_at(said),
    )
    if draft is not None:
        drafts.drop(request, draft)
    context = {
        "report": opened.report,
        "groups": (opened.receipt or "").split("-"),
        "receipt": opened.receipt,
    }
    return render(request, "reports/phone_done.html", context)


# --- drafts, sealed in the session --------------------------------------------------------------


@signed_in
@require_POST
def phone_keep(request: HttpRequest) -> HttpResponse:
    """What the page sends by itself while somebody types; says under which name it is kept."""
    person, key = _caller(request), drafts.key_of(request) or sealing.new_key()
    draft = _keep(request, key, _id(request.POST.get("draft", "")), person)
    response = JsonResponse({"draft": str(draft)})
    drafts.hand_out(response, key)
    return response


def _keep_by_hand(request: HttpRequest, draft: UUID | None, person: Person) -> HttpResponse:
    key = drafts.key_of(request) or sealing.new_key()
    pk = _keep(request, key, draft, person)
    response = done(request, "Đã lưu nháp.", f"{reverse('report_phone')}?nhap={pk}")
    drafts.hand_out(response, key)
    return response


def _keep(request: HttpRequest, key: bytes, draft: UUID | None, person: Person) -> UUID:
    fields = PhoneForm.base_fields
    said = {name: request.POST[name][:_LONGEST] for name in fields if request.POST.get(name)}
    said |= {"screen": _SCREEN, "person": str(person.pk)}
    if draft is None or drafts.said_in(request, draft) is None:
        return drafts.begun(request, key, said)
    drafts.keep(request, key, draft, said)
    return draft


def _kept(request: HttpRequest, draft: UUID | None, person: Person) -> Mapping[str, Any]:
    said = drafts.said_in(request, draft) if draft else None
    mine = said is not None and said.get("screen") == _SCREEN and said["person"] == str(person.pk)
    return said if said and mine else {}


def _drafts(request: HttpRequest, but: UUID | None) -> list[tuple[UUID, str]]:
    """What lies unfinished in this browser: (id, its first words)."""
    person, found = person_of(request), []
    for pk in drafts.kept_in(request):
        said = _kept(request, pk, person)
        if said and pk != but:
            found.append((pk, said.get("what", "")[:60] or "Chưa ghi chuyện gì"))
    return found


@signed_in
@require_POST
def phone_drop(request: HttpRequest, draft: UUID) -> HttpResponse:
    _caller(request)
    drafts.drop(request, draft)
    return redirect("report_phone")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
