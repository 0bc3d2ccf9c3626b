"""Who is asking, what they may read, and what a refusal looks like on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mangnon.cases.models import Case
from mangnon.cases.packages import Refused
from mangnon.cases.perms import working_at
from mangnon.cases.refusals import NotAllowed, Refusal
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports
from mangnon.reports.api import Locked, Reader
from mangnon.units.api import Person, Unit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Strangers go to sign in, who works on no cases is refused, whose key is not open goes to open
    it and comes back to this page. Nothing stays in a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            if not working_at(person_of(request)):
                raise NotAllowed("Vai trò của anh/chị không xem hồ sơ về trẻ em.")
            return view(request, *args, **kwargs)
        except Locked:
            return redirect(unlocking(request))
        except (NotAllowed, reports.NotAllowed) as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except (Refusal, reports.Refusal, NotOpened, Refused) as why:
            return render(request, "cases/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(never_cache(guarded)))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def unlocking(request: HttpRequest) -> str:
    """Where the key is opened, and back here."""
    return f"{reverse('matters_unlock')}?{urlencode({'next': request.path})}"


def reader_or_none(request: HttpRequest) -> Reader | None:
    """Pages show what is not sealed without a key."""
    try:
        return reports.reader_of(request)
    except Locked:
        return None


def unit_for(case: Case, person: Person) -> Unit:
    """The unit in whose name somebody acts on a case: the owner, else who received it, else the
    one worked for now."""
    units = {unit.pk: unit for unit in working_at(person)}
    for pk in (case.owner_id, case.receiver_id):
        if pk in units:
            return units[pk]
    return next(iter(units.values()))


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say it on the next page."""
    messages.success(request, words)
    return redirect(to, *args)


def number_in(text: str) -> int:
    """The number a hidden field carries; 0, which no version is, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
