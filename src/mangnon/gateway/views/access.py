"""Who is asking, and what a refusal looks like on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from mangnon.gateway.refusals import NotAllowed, Refusal
from mangnon.units.api import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Sends strangers to sign in; a refused right is the 403 page with the reason; a refusal that
    the view did not expect is said in words on a page of its own."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except Refusal as why:
            return render(request, "gateway/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(guarded))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def must(allowed: bool, words: str = "Anh/chị không có quyền xem trang này.") -> None:
    if not allowed:
        raise PermissionDenied(words)


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say it on the next page."""
    messages.success(request, words)
    return redirect(to, *args)
