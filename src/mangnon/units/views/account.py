"""The own account: see it, change it, choose the unit to work for, end sessions."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mangnon.units import actions
from mangnon.units.devices import device_name
from mangnon.units.forms import OwnAccountForm, WorkUnitForm
from mangnon.units.models import Unit
from mangnon.units.perms import scope_of
from mangnon.units.queries import live_sessions, roles_of, units_existing
from mangnon.units.refusals import Refusal
from mangnon.units.signin import has_second_factor, needs_second_factor
from mangnon.units.views.asking import signed_in


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    scope = scope_of(person)
    return render(
        request,
        "units/account.html",
        {
            "person": person,
            "grants": roles_of(person),
            "home": scope.home,
            "switch": WorkUnitForm(scope=scope) if len(scope.homes) > 1 else None,
            "second_factor": has_second_factor(person),
            "needs_second_factor": needs_second_factor(person),
        },
    )


@login_required
def edit(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    known = {"full_name": person.full_name, "position": person.position}
    form = OwnAccountForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.edit_own_account(by=person, **form.cleaned_data)
        messages.success(request, "Đã lưu thông tin của anh/chị.")
        return redirect("account_overview")
    return render(request, "units/account_edit.html", {"form": form})


@login_required
@require_POST
def choose_unit(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = WorkUnitForm(request.POST, scope=scope_of(person))
    if form.is_valid():
        unit: Unit = get_object_or_404(units_existing(), pk=form.cleaned_data["unit"])
        actions.choose_unit(by=person, unit=unit)
        messages.success(request, f"Anh/chị đang làm việc cho {unit.label}.")
    else:
        messages.error(request, "Anh/chị không giữ vai trò nào ở đơn vị đó.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page from which the unit was switched, when it is one of ours."""
    came = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure())
    return urlsplit(came).path if came.startswith("/") and safe else "account_overview"


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    open_sessions = live_sessions(signed_in(request))
    return render(
        request,
        "usersessions/usersession_list.html",
        {
            "sessions": [(one, device_name(one.user_agent)) for one in open_sessions],
            "current": request.session.session_key,
        },
    )


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.end_session(by=signed_in(request), session_id=pk)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Đã đăng xuất trên thiết bị đó.")
    return redirect("usersessions_list")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    key = request.session.session_key or ""
    count = actions.end_other_sessions(by=signed_in(request), keep=key)
    messages.success(request, f"Đã đăng xuất trên {count} thiết bị khác.")
    return redirect("usersessions_list")
