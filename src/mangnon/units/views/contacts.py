"""The contacts screen of the provincial officer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.units import actions
from mangnon.units.forms import ContactForm
from mangnon.units.models import Contact
from mangnon.units.perms import can_manage_contacts
from mangnon.units.queries import contacts_kept_by, current_unit
from mangnon.units.views.asking import signed_in


def _contact(request: HttpRequest, pk: int) -> Contact:
    contact = contacts_kept_by(signed_in(request)).filter(pk=pk).first()
    if contact is None:
        raise Http404
    return contact


@login_required
def index(request: HttpRequest) -> HttpResponse:
    if not can_manage_contacts(signed_in(request)):
        raise Http404
    kept = contacts_kept_by(signed_in(request))
    return render(request, "units/contacts.html", {"contacts": kept})


@login_required
def add(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    unit = current_unit(person)
    if not can_manage_contacts(person) or unit is None or unit.province_id is None:
        raise Http404
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_contact(by=person, province_id=unit.province_id, **form.cleaned_data)
        messages.success(request, "Đã thêm. Hãy gọi hoặc mở thử rồi đánh dấu đã đối chiếu.")
        return redirect("contacts_edit")
    return render(request, "units/contact.html", {"form": form})


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    form = ContactForm(request.POST or None, initial=vars(contact))
    if request.method == "POST" and form.is_valid():
        actions.edit_contact(by=signed_in(request), contact=contact, **form.cleaned_data)
        messages.success(request, "Đã lưu địa chỉ liên hệ.")
        return redirect("contacts_edit")
    return render(request, "units/contact.html", {"form": form, "contact": contact})


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    actions.check_contact(by=signed_in(request), contact=contact)
    messages.success(request, f"{contact.title}: đã đối chiếu hôm nay.")
    return redirect("contacts_edit")


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    actions.end_contact(by=signed_in(request), contact=contact)
    messages.success(request, f"{contact.title}: không còn hiện cho người dân.")
    return redirect("contacts_edit")
