"""The page behind an invitation's link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from mangnon.units import actions
from mangnon.units.forms import AcceptForm
from mangnon.units.queries import open_invitation
from mangnon.units.refusals import Refusal


@never_cache
@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Name and password of one's own choosing; afterwards the ordinary sign-in page."""
    invitation = open_invitation(secret)
    if invitation is None:
        return render(request, "units/invitation_gone.html", status=410)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(
                secret=secret,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password"],
            )
        except Refusal as why:
            form.add_error(None, str(why))
        else:
            logout(request)
            messages.success(request, "Tài khoản đã mở. Mời anh/chị đăng nhập.")
            return redirect("account_login")
    return render(request, "units/invitation.html", {"form": form, "invitation": invitation})
