"""Inviting people to a unit, giving and ending roles, closing accounts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.units import actions
from mangnon.units.forms import GrantForm, InviteForm
from mangnon.units.models import Person, Unit
from mangnon.units.perms import scope_of
from mangnon.units.queries import (
    grant_seen_by,
    invitation_seen_by,
    person_of_email,
    person_seen_by,
)
from mangnon.units.refusals import Invalid, Refusal
from mangnon.units.signin import has_second_factor
from mangnon.units.views.asking import signed_in, unit_shown


def _manageable(request: HttpRequest, pk: int) -> Unit:
    """A unit at which the person may give at least one role; 404 for any other."""
    unit = unit_shown(request, pk)
    if not InviteForm(scope=scope_of(signed_in(request)), unit=unit).fields["role"].choices:  # type: ignore[attr-defined]
        raise Http404
    return unit


@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    person, unit = signed_in(request), _manageable(request, pk)
    form = InviteForm(request.POST or None, scope=scope_of(person), unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=person, unit=unit, **form.cleaned_data)
        except Refusal as why:
            form.add_error(_field(why, form), str(why))
        else:
            messages.success(request, f"Đã gửi lời mời đến {invitation.email}.")
            return redirect("unit", pk=unit.pk)
    return render(request, "units/invite.html", {"form": form, "unit": unit})


@login_required
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    person, unit = signed_in(request), _manageable(request, pk)
    form = GrantForm(request.POST or None, scope=scope_of(person), unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            _grant(request, unit, form)
        except Refusal as why:
            form.add_error(_field(why, form), str(why))
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("unit", pk=unit.pk)
    return render(request, "units/grant.html", {"form": form, "unit": unit})


def _grant(request: HttpRequest, unit: Unit, form: GrantForm) -> None:
    other = person_of_email(form.cleaned_data["email"])
    if other is None:
        raise Invalid("Chưa có tài khoản nào dùng địa chỉ này. Hãy gửi lời mời.", "email")
    actions.grant_role(
        by=signed_in(request),
        person=other,
        role=form.cleaned_data["role"],
        unit=unit,
        valid_to=form.cleaned_data["valid_to"],
    )


def _field(why: Refusal, form: InviteForm | GrantForm) -> str | None:
    field = getattr(why, "field", "")
    return field if field in form.fields else None


@login_required
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the role ends at once."""
    held = grant_seen_by(signed_in(request), pk)
    if held is None:
        raise Http404
    if request.method != "POST":
        return render(request, "units/end_role.html", {"grant": held})
    try:
        actions.end_role(by=signed_in(request), grant=held)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"{held.person} không còn giữ vai trò này.")
    return redirect("unit", pk=held.unit_id)


@login_required
def account(request: HttpRequest, pk: str) -> HttpResponse:
    """What may be done with somebody's account by whoever answers for all of its roles."""
    other = _closable(request, pk)
    return render(
        request,
        "units/person.html",
        {
            "person": other,
            "held": scope_of(other).held,
            "second_factor": has_second_factor(other),
        },
    )


def _closable(request: HttpRequest, pk: str) -> Person:
    other = person_seen_by(signed_in(request), pk)
    if other is None:
        raise Http404
    return other


@login_required
@require_POST
def deactivate(request: HttpRequest, pk: str) -> HttpResponse:
    other = _closable(request, pk)
    try:
        actions.deactivate_person(by=signed_in(request), person=other)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"Đã ngừng tài khoản của {other}.")
    return redirect("units")


@login_required
@require_POST
def reset_second_factor(request: HttpRequest, pk: str) -> HttpResponse:
    other = _closable(request, pk)
    try:
        actions.reset_second_factor(by=signed_in(request), person=other)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"Lần đăng nhập tới {other} sẽ bật lại xác thực hai lớp.")
    return redirect("person", pk=other.pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_seen_by(signed_in(request), pk)
    if invitation is None:
        raise Http404
    try:
        actions.withdraw_invitation(by=signed_in(request), invitation=invitation)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Đã rút lời mời. Liên kết không còn dùng được.")
    return redirect("unit", pk=invitation.unit_id)
