"""The accounts of units on channels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.kit import clock
from mangnon.publishing.actions import connecting
from mangnon.publishing.channels import channels
from mangnon.publishing.forms.accounts import ConnectForm
from mangnon.publishing.models import ChannelAccount
from mangnon.publishing.queries.visible import account_for, accounts_visible_to, units_publishing
from mangnon.publishing.refusals import Conflict, Invalid
from mangnon.publishing.views.access import done, person_of, signed_in, tell_form


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    rows = [
        (one, channels()[one.channel].words, _health(one))
        for one in accounts_visible_to(person_of(request))
    ]
    wanted = [one for one in channels().values() if one.needs_account]
    return render(request, "publishing/accounts.html", {"rows": rows, "wanted": wanted})


@dataclass(frozen=True, slots=True)
class Health:
    """How an account does, in a word and its tone; `note`: more of it."""

    words: str
    tone: str
    note: str = ""


def _health(account: ChannelAccount) -> Health:
    """Works, ends soon, does not work."""
    if account.problem:
        return Health("Không đăng được", "red", account.problem)
    if account.refresh_until is None:
        return Health("Đang hoạt động", "green")
    left = (account.refresh_until - clock.now()).days
    if left < 0:
        return Health("Đã hết hạn", "red", "Hãy kết nối lại.")
    if left < connecting.ALARM.days:
        return Health("Sắp hết hạn", "amber", f"Còn {left} ngày, nên kết nối lại.")
    return Health("Đang hoạt động", "green", f"Mã còn {left} ngày")


@require_http_methods(["GET", "POST"])
@signed_in
def connect(request: HttpRequest, channel: str) -> HttpResponse:
    chosen = channels().get(channel)
    if chosen is None or not chosen.needs_account:
        raise Http404
    units = units_publishing(person_of(request))
    form = ConnectForm(request.POST or None, channel=chosen, units=units)
    if request.method == "POST" and form.is_valid():
        unit = next(one for one in units if str(one.pk) == form.cleaned_data["unit"])
        try:
            connecting.connect(
                by=person_of(request),
                unit=unit,
                channel=channel,
                name=form.cleaned_data["name"],
                outside_id=form.cleaned_data["outside_id"],
                given=form.given(),
                refresh_until=form.until(),
            )
        except Invalid as why:
            tell_form(form, why)
        except Conflict as why:
            form.add_error("outside_id", str(why))
        else:
            return done(request, "Đã kết nối tài khoản.", "channel_accounts")
    context = {"form": form, "channel": chosen}
    return render(request, "publishing/connect.html", context)


@require_POST
@signed_in
def disconnect(request: HttpRequest, pk: UUID) -> HttpResponse:
    connecting.disconnect(account=account_for(person_of(request), pk), by=person_of(request))
    return done(request, "Đã ngắt tài khoản, mã truy cập đã xóa.", "channel_accounts")
