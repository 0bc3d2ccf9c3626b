"""Opening one's key for this session, and looking after the keys of one's units."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mangnon.reports import keys
from mangnon.reports.actions import keys as actions
from mangnon.reports.forms.keys import ChangeForm, RecoverForm, SetUpForm, UnlockForm
from mangnon.reports.perms import key_units
from mangnon.reports.queries.keys import own_unit, standings, units_left_open, waiting_key
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.reports.views.access import done, person_of, signed_in
from mangnon.units.api import Unit


@signed_in
def unlock(request: HttpRequest) -> HttpResponse:
    """The passphrase for matters; at the first time, setting it."""
    person = person_of(request)
    if not key_units(person):
        raise NotAllowed("Vai trò của anh/chị không mở hồ sơ về trẻ em.")
    if keys.person_key(person) is None:
        return _set_up(request)
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            private = keys.opened_private(person, form.cleaned_data["passphrase"])
        except Invalid as why:
            form.add_error("passphrase", str(why))
        else:
            return _opened(request, private)
    status = 422 if form.errors else 200
    context = {"form": form, "next": _next(request), "minutes": keys.IDLE_SECONDS // 60}
    return render(request, "reports/unlock.html", context, status=status)


def _set_up(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = SetUpForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            private = actions.set_up(by=person, passphrase=form.cleaned_data["new"])
        except Invalid as why:
            form.add_error("new", str(why))
        else:
            messages.success(request, "Đã đặt mật khẩu hồ sơ. Hồ sơ đang mở.")
            return _opened(request, private)
    status = 422 if form.errors else 200
    context = {"form": form, "next": _next(request), "left_open": units_left_open(person)}
    return render(request, "reports/set_up.html", context, status=status)


def _opened(request: HttpRequest, private: bytes) -> HttpResponse:
    response = redirect(_next(request) or "matters_keys")
    keys.keep_open(request, response, private)
    return response


def _next(request: HttpRequest) -> str:
    to = request.POST.get("next") or request.GET.get("next") or ""
    ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if ours else ""


@signed_in
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    response = done(request, "Đã khóa hồ sơ.", "matters_unlock")
    keys.lock(request, response)
    return response


@signed_in
def change(request: HttpRequest) -> HttpResponse:
    """Another passphrase for the same key."""
    person = person_of(request)
    form = ChangeForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_passphrase(by=person, old=said["old"], new=said["new"])
        except Invalid as why:
            form.add_error("old", str(why))
        else:
            return done(request, "Đã đổi mật khẩu hồ sơ.", "matters_keys")
    status = 422 if form.errors else 200
    return render(request, "reports/change.html", {"form": form}, status=status)


@signed_in
def forget(request: HttpRequest) -> HttpResponse:
    """Who forgot the passphrase begins anew, and waits to be let in again."""
    if request.method == "POST":
        actions.forget_own(by=person_of(request))
        response = done(request, "Hãy đặt mật khẩu hồ sơ mới.", "matters_unlock")
        keys.lock(request, response)
        return response
    return render(request, "reports/forget.html")


@signed_in
def look_after(request: HttpRequest) -> HttpResponse:
    """Who holds the keys of the person's units, and who waits for them."""
    reader = keys.reader_of(request)
    context = {"standings": standings(reader.person, reader)}
    return render(request, "reports/keys.html", context)


@signed_in
@require_POST
def give(request: HttpRequest, unit: int, to: int) -> HttpResponse:
    reader = keys.reader_of(request)
    own = _own(request, unit)
    waiting = waiting_key(own, to)
    if waiting is None:
        raise Http404
    actions.grant(reader=reader, unit=own, to=waiting)
    return done(request, f"{waiting.person} đã mở được hồ sơ của đơn vị.", "matters_keys")


@signed_in
@require_POST
def renew(request: HttpRequest, unit: int) -> HttpResponse:
    """A new key for what comes from now on."""
    keys.reader_of(request)
    actions.rotate(unit=_own(request, unit), by=person_of(request))
    return done(request, "Đã đổi khóa. Tin mới dùng khóa mới.", "matters_keys")


@signed_in
@require_POST
def shares(request: HttpRequest, unit: int) -> HttpResponse:
    """Three pieces to print, shown once."""
    own = _own(request, unit)
    pieces = actions.shares(reader=keys.reader_of(request), unit=own)
    return render(request, "reports/shares.html", {"unit": own, "pieces": pieces})


@signed_in
def recover(request: HttpRequest, unit: int) -> HttpResponse:
    """Two pieces of paper let a member in."""
    own = _own(request, unit)
    form = RecoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.recover(by=person_of(request), unit=own, one=said["one"], other=said["other"])
        except Invalid as why:
            form.add_error("one", str(why))
        else:
            return done(request, "Đã khôi phục khóa của đơn vị.", "matters_keys")
    status = 422 if form.errors else 200
    return render(request, "reports/recover.html", {"form": form, "unit": own}, status=status)


def _own(request: HttpRequest, pk: int) -> Unit:
    unit = own_unit(person_of(request), pk)
    if unit is None:
        raise Http404
    return unit
